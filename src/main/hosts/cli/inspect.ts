import { Fault } from '../../../shared/fault'
import { fixed } from '../../../shared/figures/numbers'
import type { DeviceWish } from '../../../shared/model-info'
import type { GivenInput } from '../../../shared/onnx-info'
import type { SelfCheck } from '../../../shared/self-check'
import { checkRows, markWords } from '../../../shared/self-check-words'
import { withEngine } from './engine-session'
import { modelFacts } from './model-facts'
import { factLines } from './text-table'
import type { World } from './world'

export interface InspectRequest {
  /** An absolute path, or the shipped sample's name. */
  readonly model: string
  readonly device: DeviceWish
  readonly json: boolean
  /** Whether the model is run to check itself. */
  readonly check: boolean
  /** Numbers for inputs of an ONNX graph, by their names. */
  readonly given?: Readonly<Record<string, GivenInput>>
  readonly dataFolder: string
}

/**
 * Says what a model is, from its headers alone, and which device would run it; with a check, also what that found. Throws an
 * `input` fault, once all is said, where it failed.
 */
export async function inspect(request: InspectRequest, world: World): Promise<void> {
  await withEngine(world, request.dataFolder, async ({ client, answer }) => {
    const { signal, stdout } = world
    const { model: path, device: wish } = request
    const model = await client.model.inspect({ path }, { signal })
    const device = await client.model.device({ wish }, { signal })
    const check = request.check
      ? await answer((options) => client.model.selfCheck({ path, device: wish }, options))
      : null
    if (request.json) stdout.write(`${JSON.stringify({ ...model, device, ...(check ? { check } : {}) }, null, 2)}\n`)
    else stdout.write(factLines(modelFacts(model, device)) + (check ? `\n${checkLines(check)}` : ''))
    if (check) demandPass(check)
  })
}

/** A check's rows: how each went, its number, and below it what that means. */
function checkLines(check: SelfCheck): string {
  const ran: [string, string] = ['self-check', `on ${check.device} in ${fixed(check.milliseconds / 1000, 1)} s`]
  const rows = checkRows(check).flatMap(({ title, mark, value, meaning }): [string, string][] => [
    [title, mark === 'none' ? value : `${markWords[mark]}: ${value}`],
    ['', meaning],
  ])
  return factLines([ran, ...rows])
}

function demandPass(check: SelfCheck): void {
  const failed = checkRows(check).filter(({ mark }) => mark === 'fail')
  if (failed.length === 0) return
  throw Fault.input(`${check.model.name} fails its self-check: ${failed.map(({ title }) => title).join(', ')}`, {
    remedy: 'Fetch its files again, or run on the CPU.',
  })
}
