import { join } from 'node:path'
import { Fault } from '../../shared/fault'
import type { Checkpoint } from '../checkpoint'
import type { Architecture, Block, Qkv, Unembed } from './architecture'
import type { Facts, Family, WeightNames } from './family'
import { families } from './registry'
import { Weights } from './weights'

/**
 * What a checkpoint's model computes. Throws an `input` fault for a family that is not known, a config that makes no sense,
 * and a weight that is missing, of the wrong shape or dtype, or left over inside the blocks.
 */
export function readArchitecture(checkpoint: Checkpoint): Architecture {
  const file = join(checkpoint.path, 'config.json')
  const family = familyOf(checkpoint.config, file)
  const facts = readFacts(family, checkpoint.config, file)
  checkSizes(facts, file)
  const prefix = family.prefixes.find((candidate) => checkpoint.tensors.has(candidate + family.weights.embed.table))
  const weights = new Weights(checkpoint, prefix ?? family.prefixes[0]!)
  const { sizes } = facts
  const { embed, finalNorm } = family.weights
  const biasedNorm = facts.norm.kind === 'layer'
  const table = weights.tensor(embed.table, [sizes.vocabulary, sizes.dModel])
  const architecture: Architecture = {
    family: family.modelType,
    kind: family.kind,
    sizes,
    norm: facts.norm,
    normPlace: family.normPlace,
    attention: facts.attention,
    mlp: facts.mlp,
    embed: {
      table,
      positions: embed.positions ? weights.tensor(embed.positions, [sizes.context, sizes.dModel]) : null,
      tokenTypes: embed.tokenTypes ? weights.tensor(embed.tokenTypes, [tokenTypes(checkpoint), sizes.dModel]) : null,
      norm: embed.norm ? weights.norm(embed.norm, sizes.dModel, true) : null,
    },
    blocks: Array.from({ length: sizes.layers }, (_, layer) => readBlock(family, facts, weights, layer)),
    finalNorm: finalNorm ? weights.norm(finalNorm, sizes.dModel, biasedNorm) : null,
    unembed: readUnembed(family, facts, weights, checkpoint, table),
  }
  refuseUnread(family, weights, checkpoint)
  return architecture
}

function familyOf(config: Checkpoint['config'], file: string): Family {
  const known = families.map((family) => family.modelType)
  const remedy = `Families that open: ${known.join(', ')}.`
  const type = config.model_type
  if (typeof type !== 'string') {
    throw Fault.input('The config does not say which family the model is of', { file, place: 'model_type', remedy })
  }
  const family = families.find((candidate) => candidate.modelType === type)
  if (family === undefined) {
    throw Fault.input(`The model is of the family “${type}”, which does not open yet`, {
      file,
      place: 'model_type',
      remedy,
    })
  }
  return family
}

function readFacts(family: Family, config: Checkpoint['config'], file: string): Facts {
  const parsed = family.config.safeParse(config)
  if (!parsed.success) {
    const [issue] = parsed.error.issues
    throw Fault.input(`The config of this ${family.title} model makes no sense: ${issue!.message}`, {
      file,
      place: issue!.path.join('.'),
      remedy: 'Fetch the model’s config.json again.',
    })
  }
  return family.facts(parsed.data, config, file)
}

function checkSizes({ sizes, attention }: Facts, file: string): void {
  const remedy = 'Fetch the model’s config.json again.'
  if (!Number.isInteger(sizes.dHead)) {
    throw Fault.input(`${sizes.dModel} dimensions cannot be shared among ${sizes.heads} heads`, { file, remedy })
  }
  if (sizes.heads % sizes.keyHeads !== 0) {
    throw Fault.input(`${sizes.heads} heads cannot share ${sizes.keyHeads} heads of keys`, { file, remedy })
  }
  if (attention.rotary && attention.rotary.dimensions % 2 !== 0) {
    throw Fault.input(`Rotary embeddings turn pairs, and a head has ${sizes.dHead} dimensions`, { file, remedy })
  }
}

/** Not among the facts: a table's own number of rows is as good as the config's. */
function tokenTypes(checkpoint: Checkpoint): number {
  const size = checkpoint.config.type_vocab_size
  return typeof size === 'number' ? size : 2
}

function readBlock(family: Family, facts: Facts, weights: Weights, layer: number): Block {
  const { sizes, attentionBias, mlpBias, mlp } = facts
  const { dModel, dHead, dMlp, heads, keyHeads } = sizes
  const biasedNorm = facts.norm.kind === 'layer'
  const at = (name: string) => name.replace('{l}', String(layer))
  const linear = (name: string, fan: readonly [number, number], biased: boolean) =>
    weights.linear(at(name), fan, family.layout, biased)
  const names = family.weights.block
  const readQkv = (): Qkv => {
    if ('fused' in names.qkv) {
      const width = (heads + 2 * keyHeads) * dHead
      return { fused: true, all: linear(names.qkv.fused, [dModel, width], attentionBias) }
    }
    return {
      fused: false,
      q: linear(names.qkv.q, [dModel, heads * dHead], attentionBias),
      k: linear(names.qkv.k, [dModel, keyHeads * dHead], attentionBias),
      v: linear(names.qkv.v, [dModel, keyHeads * dHead], attentionBias),
    }
  }
  return {
    ln1: weights.norm(at(names.ln1), dModel, biasedNorm),
    qkv: readQkv(),
    out: linear(names.out, [heads * dHead, dModel], attentionBias),
    ln2: weights.norm(at(names.ln2), dModel, biasedNorm),
    mlpIn: linear(names.mlpIn, [dModel, dMlp], mlpBias),
    mlpLinear: mlp.gated && names.mlpLinear ? linear(names.mlpLinear, [dModel, dMlp], mlpBias) : null,
    mlpOut: linear(names.mlpOut, [dMlp, dModel], mlpBias),
  }
}

function readUnembed(
  family: Family,
  facts: Facts,
  weights: Weights,
  checkpoint: Checkpoint,
  embedTable: Architecture['embed']['table'],
): Unembed | null {
  const names: WeightNames['unembed'] = family.weights.unembed
  const { dModel, vocabulary } = facts.sizes
  if (names.present ? !weights.has(names.present) : !facts.tied && !weights.has(names.table) && isBare(checkpoint)) {
    return null
  }
  const { transform } = names
  return {
    transform: transform
      ? {
          dense: weights.absoluteLinear(transform.dense, [dModel, dModel], 'out-in', true),
          activation: transform.activation === 'mlp' ? facts.mlp.activation : transform.activation,
          norm: weights.absoluteNorm(transform.norm, dModel, true),
        }
      : null,
    table: facts.tied ? embedTable : weights.absolute(names.table, [vocabulary, dModel]),
    bias: names.bias ? weights.absolute(names.bias, [vocabulary]) : null,
    tied: facts.tied,
  }
}

/** Saved without its head, as its config says: `GPT2Model` and not `GPT2LMHeadModel`. */
function isBare({ config }: Checkpoint): boolean {
  const names = Array.isArray(config.architectures) ? config.architectures : []
  return !names.some((name) => /(LMHeadModel|ForCausalLM)$/.test(String(name)))
}

/** A weight that a block holds and we do not use would make every number after it wrong. */
function refuseUnread(family: Family, weights: Weights, checkpoint: Checkpoint): void {
  const root = family.weights.block.ln1.split('{l}')[0]!
  const [first, ...more] = weights.unread(root, family.buffers)
  if (first === undefined) return
  const others = more.length === 0 ? '' : `, and ${more.length} more`
  throw Fault.input(`The model has weights in its layers that a ${family.title} model does not compute with`, {
    file: checkpoint.path,
    place: `tensor ${first}${others}`,
    remedy: 'It is a variant of the family that does not open yet.',
  })
}
