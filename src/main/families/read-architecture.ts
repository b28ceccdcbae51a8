import { Fault } from '../../shared/fault'
import type { Checkpoint, StoredTensor } from '../checkpoint'
import type { Architecture, Embed, Rotary, Unembed } from './architecture'
import type { Family, Plan, StackPlan } from './family'
import { fetchAgain } from './fetch-again'
import { checkConfig, configOf, familyOf } from './read-config'
import { readStack } from './read-stack'
import { readPooler, readTaskHead } from './read-task-head'
import { Weights } from './weights'

/**
 * What a checkpoint's model computes. Throws an `input` fault for a family that is not known, a config that makes no sense or
 * asks for what is not computed, and a weight that is missing, of the wrong shape or dtype, or left over inside the blocks.
 */
export function readArchitecture(checkpoint: Checkpoint): Architecture {
  const read = readPlan(checkpoint)
  const weights = new Weights(checkpoint, prefixOf(read.family, read.plan, checkpoint))
  const architecture = architectureWith(read, weights)
  refuseUnread(read.family, weights, checkpoint)
  return architecture
}

/** A config, and what its family makes of it. */
export interface ReadPlan {
  readonly family: Family
  readonly plan: Plan
  readonly config: Checkpoint['config']
  readonly file: string
}

/** What a config says, before any weight is looked for. */
export function readPlan(checkpoint: Checkpoint): ReadPlan {
  const file = checkpoint.configFile
  const config = configOf(checkpoint, file)
  const family = familyOf(config, checkpoint, file)
  const plan = family.plan(checkConfig(family, config, file), file)
  const stacks = plan.encoder ? [plan.encoder, plan] : [plan]
  for (const stack of stacks) checkSizes(stack, file)
  return { family, plan, config, file }
}

export function architectureWith({ family, plan, config, file }: ReadPlan, weights: Weights): Architecture {
  const { encoder } = plan
  const { givenStates = false } = family
  const stack = readStack(family, plan, encoder || givenStates ? 'decoder' : 'blocks', weights)
  const pooler = readPooler(plan, weights)
  const taskHead = readTaskHead(plan, pooler, weights, config, file)
  const architecture: Architecture = {
    ...stack,
    ...{ family: family.modelType, kind: family.kind, givenStates },
    encoder: encoder ? readStack(family, encoder, 'encoder', weights) : null,
    ...{ pooler, taskHead },
    unembed: taskHead && !storesUnembed(plan, weights) ? null : readUnembed(plan, weights, config, stack.embed),
    unused: weights.unused(family.buffers ?? []),
  }
  for (const rotary of stack.rotaries) checkRotary(rotary, plan.sizes.dHead, file)
  return architecture
}

/** Where a language model stands within one that also sees or hears: at its root, or under one of these. */
const wholes = ['', 'language_model.', 'model.language_model.']

/** What stands before the names of the model's tensors; where none is found, the first, so that it is named as missing. */
export function prefixOf({ prefixes }: Family, { embed }: Plan, { tensors }: Checkpoint): string {
  const candidates = wholes.flatMap((whole) => prefixes.map((prefix) => whole + prefix))
  return candidates.find((candidate) => tensors.has(candidate + embed.table)) ?? candidates[0]!
}

/** Far more layers, and heads in a layer, than any model has. Lists are made of them, which untrusted numbers must not fill. */
const most = 10_000

function checkSizes({ sizes }: StackPlan, file: string): void {
  const remedy = fetchAgain(file)
  for (const part of ['layers', 'heads'] as const) {
    if (sizes[part] <= most) continue
    throw Fault.input(`The model is said to have ${sizes[part]} ${part}, where at most ${most} make sense`, {
      file,
      remedy,
    })
  }
  if (!Number.isInteger(sizes.dHead)) {
    throw Fault.input(`${sizes.dModel} dimensions cannot be shared among ${sizes.heads} heads`, { file, remedy })
  }
  if (sizes.heads % sizes.keyHeads !== 0) {
    throw Fault.input(`${sizes.heads} heads cannot share ${sizes.keyHeads} heads of keys`, { file, remedy })
  }
}

function checkRotary({ dimensions }: Rotary, dHead: number, file: string): void {
  if (dimensions > 0 && dimensions % 2 === 0 && dimensions <= dHead) return
  throw Fault.input(
    `Rotary embeddings turn pairs, and here they are to turn ${dimensions} of a head’s ${dHead} dimensions`,
    {
      file,
      remedy: fetchAgain(file),
    },
  )
}

/** Whether a model with a task head scores words as well: W_E alone, which is there in each, says nothing of that. */
function storesUnembed({ unembed: { table, present } }: Plan, weights: Weights): boolean {
  return present !== undefined || weights.has(table)
}

function readUnembed(
  { unembed, sizes, norm }: Plan,
  weights: Weights,
  config: Checkpoint['config'],
  embed: Embed,
): Unembed | null {
  const { dModel, vocabulary } = sizes
  const { transform, present, absent, bias, biasCopy, biasRow, projection } = unembed
  const table = wholes.map((whole) => whole + unembed.table).find((name) => weights.has(name)) ?? unembed.table
  const tied = unembed.tied === 'unlessStored' ? !weights.has(table) : unembed.tied
  if (absent && weights.has(absent)) return null
  if (present ? !weights.has(present) : !tied && !weights.has(table) && isBare(config)) return null
  const narrow = embed.table.shape[1]!
  // Files may hold what is tied a second time.
  if (tied) for (const name of [table, bias, biasCopy]) if (name) weights.known(name)
  const biasName = [bias, biasCopy].find((name) => name && weights.has(name)) ?? bias
  return {
    transform: transform
      ? {
          dense: weights.absoluteLinear(transform.dense, [dModel, narrow], 'out-in'),
          activation: transform.activation,
          norm: weights.absoluteNorm(transform.norm, narrow, norm),
        }
      : null,
    projection: projection ? weights.linear(projection, [dModel, narrow], 'out-in') : null,
    table: tied ? embed.table : weights.absolute(table, [vocabulary, narrow]),
    scale: unembed.scale ?? 1,
    bias: biasName
      ? weights.absolute(biasName, [vocabulary])
      : biasRow && weights.has(biasRow)
        ? asVector(weights.absolute(biasRow, [1, vocabulary]))
        : null,
    softCap: unembed.softCap ?? null,
    tied,
  }
}

function asVector(row: StoredTensor): StoredTensor {
  return { ...row, shape: row.shape.slice(1) }
}

/** Saved without its head, as its config says: `GPT2Model` and not `GPT2LMHeadModel`. */
export function isBare(config: Checkpoint['config']): boolean {
  const names = Array.isArray(config.architectures) ? config.architectures : []
  return !names.some((name) => /(LMHeadModel|ForCausalLM|ForConditionalGeneration)$/.test(String(name)))
}

/** A weight that a block holds and we do not use would make every number after it wrong. */
function refuseUnread(family: Family, weights: Weights, checkpoint: Checkpoint): void {
  const roots = [family.blocks, ...(family.encoderBlocks ? [family.encoderBlocks] : [])]
  const [first, ...more] = roots.flatMap((root) => weights.unread(root, family.buffers ?? []))
  if (first === undefined) return
  const others = more.length === 0 ? '' : `, and ${more.length} more`
  throw Fault.input(`The model has weights in its layers that a ${family.title} model does not compute with`, {
    file: checkpoint.path,
    place: `tensor ${first}${others}`,
    remedy: 'It is a variant of the family that does not open yet.',
  })
}
