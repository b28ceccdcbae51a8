import { Fault } from '../../shared/fault'
import { someOf } from '../../shared/some-of'
import type { Checkpoint } from '../checkpoint'
import type { Family, Plan } from './family'
import { planNames } from './plan-names'
import { families } from './registry'

interface Near {
  readonly family: Family
  readonly shared: number
  /** Tensors of the first block that the family does not know, and those that it wants besides; without the block's number. */
  readonly unknown: readonly string[]
  readonly missing: readonly string[]
  /** All of what it does not know or misses, and the keys of the config that it does not read. */
  readonly strange: number
  /** Keys that the family reads and the config does not have. */
  readonly absent: number
}

/**
 * The fault for a `model_type` that nobody knows, with the family whose first block has most tensors in common with the
 * checkpoint's, and how the two differ.
 */
export function unknownFamily(type: string, config: Checkpoint['config'], checkpoint: Checkpoint, file: string): Fault {
  const near = families
    .map((family) => compare(family, config, checkpoint, file))
    .filter((candidate) => candidate !== null)
    .sort((a, b) => b.shared - a.shared || a.strange - b.strange || a.absent - b.absent)[0]
  const known = `Families that open: ${families.map(({ modelType }) => modelType).join(', ')}.`
  return Fault.input(`The model is of the family “${type}”, which does not open yet`, {
    file,
    place: 'model_type',
    remedy: near && near.shared > 0 ? `${describe(near)} ${known}` : known,
  })
}

function describe({ family, unknown, missing }: Near): string {
  const parts = [
    ...(unknown.length > 0 ? [`its layers also have ${someOf(unknown, 3)}`] : []),
    ...(missing.length > 0 ? [`it lacks ${someOf(missing, 3)}`] : []),
  ]
  const rest = parts.length > 0 ? `; ${parts.join(', and ')}` : ', and its weights have the same names'
  return `The nearest that opens is ${family.title} (${family.modelType})${rest}.`
}

function compare(family: Family, config: Checkpoint['config'], { tensors }: Checkpoint, file: string): Near | null {
  const plan = planOf(family, config, file)
  const prefix = plan && family.prefixes.find((candidate) => tensors.has(candidate + plan.embed.table))
  if (plan === null || prefix === undefined || prefix === null) return null
  const first = `${prefix}${family.blocks}0.`
  const here = [...tensors.keys()].filter((name) => name.startsWith(first)).map((name) => name.slice(first.length))
  const wanted = planNames(plan, 0).map((name) => name.slice(`${family.blocks}0.`.length))
  const buffers = family.buffers ?? []
  const unknown = here.filter((name) => !wanted.includes(name) && !buffers.some((buffer) => buffer.test(`.${name}`)))
  const missing = wanted.filter((name) => !here.includes(name))
  const keys = Object.keys(config).filter((key) => !Object.hasOwn(family.config.shape, key))
  const absent = Object.keys(family.config.shape).filter((key) => !Object.hasOwn(config, key))
  return {
    ...{ family, unknown, missing },
    shared: here.filter((name) => wanted.includes(name)).length,
    strange: unknown.length + missing.length + keys.length,
    absent: absent.length,
  }
}

function planOf(family: Family, config: Checkpoint['config'], file: string): Plan | null {
  const parsed = family.config.safeParse(config)
  if (!parsed.success) return null
  try {
    return family.plan(parsed.data, file)
  } catch (error) {
    if (error instanceof Fault) return null
    throw error
  }
}
