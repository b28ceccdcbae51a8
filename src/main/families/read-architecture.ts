import { join } from 'node:path'
import { Fault } from '../../shared/fault'
import type { Checkpoint } from '../checkpoint'
import type { Architecture, Embed, Positions, Rotary, Unembed } from './architecture'
import type { Family, Plan } from './family'
import { readBlock } from './read-block'
import { checkConfig, configOf, familyOf } from './read-config'
import { Weights } from './weights'

/**
 * What a checkpoint's model computes. Throws an `input` fault for a family that is not known, a config that makes no sense or
 * asks for what is not computed, and a weight that is missing, of the wrong shape or dtype, or left over inside the blocks.
 */
export function readArchitecture(checkpoint: Checkpoint): Architecture {
  const file = join(checkpoint.path, 'config.json')
  const config = configOf(checkpoint, file)
  const family = familyOf(config, checkpoint, file)
  const plan = family.plan(checkConfig(family, config, file), file)
  const { sizes } = plan
  checkSizes(plan, file)
  const weights = new Weights(checkpoint, prefixOf(family, plan, checkpoint))
  const embed = readEmbed(plan, weights)
  const blocks = Array.from({ length: sizes.layers }, (_, layer) => readBlock(family, plan, weights, layer))
  const architecture: Architecture = {
    family: family.modelType,
    kind: family.kind,
    sizes,
    embed,
    blocks,
    finalNorm: plan.finalNorm ? weights.norm(plan.finalNorm, sizes.dModel, plan.norm) : null,
    unembed: readUnembed(plan, weights, config, embed),
    rotaries: [...new Set(blocks.map(({ attention }) => attention.rotary))].filter((rotary) => rotary !== null),
    alibi: plan.alibi ?? null,
    unused: weights.unused(family.buffers ?? []),
  }
  for (const rotary of architecture.rotaries) checkRotary(rotary, sizes.dHead, file)
  refuseUnread(family, weights, checkpoint)
  return architecture
}

/** Where a language model stands within one that also sees or hears: at its root, or under one of these. */
const wholes = ['', 'language_model.', 'model.language_model.']

/** What stands before the names of the model's tensors; where none is found, the first, so that it is named as missing. */
function prefixOf({ prefixes }: Family, { embed }: Plan, { tensors }: Checkpoint): string {
  const candidates = wholes.flatMap((whole) => prefixes.map((prefix) => whole + prefix))
  return candidates.find((candidate) => tensors.has(candidate + embed.table)) ?? candidates[0]!
}

function checkSizes({ sizes }: Plan, file: string): void {
  const remedy = 'Fetch the model’s config.json again.'
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
      remedy: 'Fetch the model’s config.json again.',
    },
  )
}

function readEmbed({ embed, sizes, norm }: Plan, weights: Weights): Embed {
  const { dModel, vocabulary, context } = sizes
  const { projection, positions, tokenTypes } = embed
  const narrow = projection?.width ?? dModel
  const width = projection?.of === 'sum' ? narrow : dModel
  return {
    table: weights.tensor(embed.table, [vocabulary, narrow]),
    scale: embed.scale ?? 1,
    projection: projection
      ? { of: projection.of, linear: weights.linear(projection.name, [narrow, dModel], 'out-in') }
      : null,
    positions: positions ? readPositions(positions, [context, width], weights) : null,
    tokenTypes: tokenTypes ? weights.tensor(tokenTypes.table, [tokenTypes.count, width]) : null,
    norm: embed.norm ? weights.norm(embed.norm, width, norm) : null,
  }
}

function readPositions(
  { table, offset = 0, uncounted = null }: NonNullable<Plan['embed']['positions']>,
  [context, width]: readonly [number, number],
  weights: Weights,
): Positions {
  return { table: weights.tensor(table, [offset + context, width]), offset, uncounted }
}

function readUnembed(
  { unembed, sizes, norm }: Plan,
  weights: Weights,
  config: Checkpoint['config'],
  embed: Embed,
): Unembed | null {
  const { dModel, vocabulary } = sizes
  const { transform, present, tied, bias, biasCopy, projection } = unembed
  const table = wholes.map((whole) => whole + unembed.table).find((name) => weights.has(name)) ?? unembed.table
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
    bias: biasName ? weights.absolute(biasName, [vocabulary]) : null,
    softCap: unembed.softCap ?? null,
    tied,
  }
}

/** Saved without its head, as its config says: `GPT2Model` and not `GPT2LMHeadModel`. */
function isBare(config: Checkpoint['config']): boolean {
  const names = Array.isArray(config.architectures) ? config.architectures : []
  return !names.some((name) => /(LMHeadModel|ForCausalLM|ForConditionalGeneration)$/.test(String(name)))
}

/** A weight that a block holds and we do not use would make every number after it wrong. */
function refuseUnread(family: Family, weights: Weights, checkpoint: Checkpoint): void {
  const [first, ...more] = weights.unread(family.blocks, family.buffers ?? [])
  if (first === undefined) return
  const others = more.length === 0 ? '' : `, and ${more.length} more`
  throw Fault.input(`The model has weights in its layers that a ${family.title} model does not compute with`, {
    file: checkpoint.path,
    place: `tensor ${first}${others}`,
    remedy: 'It is a variant of the family that does not open yet.',
  })
}
