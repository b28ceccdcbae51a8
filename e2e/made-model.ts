import { closeSync, openSync, writeFileSync, writeSync } from 'node:fs'
import { join } from 'node:path'

export interface MadeShape {
  readonly layers: number
  readonly heads: number
  readonly dModel: number
  readonly context: number
  readonly vocabulary: number
}

/**
 * Writes a GPT-2 model of a shape into a folder, without a tokenizer, for tests that need one which takes its time. What it
 * computes means nothing: all weights are one short run of numbers, over and over.
 */
export function makeGpt2(folder: string, shape: MadeShape): void {
  const config = {
    architectures: ['GPT2LMHeadModel'],
    model_type: 'gpt2',
    activation_function: 'gelu_new',
    layer_norm_epsilon: 1e-5,
    n_layer: shape.layers,
    n_head: shape.heads,
    n_embd: shape.dModel,
    n_positions: shape.context,
    vocab_size: shape.vocabulary,
    tie_word_embeddings: true,
  }
  writeFileSync(join(folder, 'config.json'), JSON.stringify(config))
  writeWeights(join(folder, 'model.safetensors'), shape)
}

type Weight = readonly [name: string, shape: readonly number[]]

function weightsOf({ layers, dModel: d, context, vocabulary }: MadeShape): Weight[] {
  const norm = (name: string): Weight[] => [
    [`${name}.weight`, [d]],
    [`${name}.bias`, [d]],
  ]
  const linear = (name: string, from: number, to: number): Weight[] => [
    [`${name}.weight`, [from, to]],
    [`${name}.bias`, [to]],
  ]
  const block = (layer: number): Weight[] => [
    ...norm(`transformer.h.${layer}.ln_1`),
    ...linear(`transformer.h.${layer}.attn.c_attn`, d, 3 * d),
    ...linear(`transformer.h.${layer}.attn.c_proj`, d, d),
    ...norm(`transformer.h.${layer}.ln_2`),
    ...linear(`transformer.h.${layer}.mlp.c_fc`, d, 4 * d),
    ...linear(`transformer.h.${layer}.mlp.c_proj`, 4 * d, d),
  ]
  return [
    ['transformer.wte.weight', [vocabulary, d]],
    ['transformer.wpe.weight', [context, d]],
    ...Array.from({ length: layers }, (_, layer) => block(layer)).flat(),
    ...norm('transformer.ln_f'),
  ]
}

function writeWeights(path: string, shape: MadeShape): void {
  let end = 0
  const entries = weightsOf(shape).map(([name, dims]) => {
    const start = end
    end += 4 * dims.reduce((product, size) => product * size, 1)
    return [name, { dtype: 'F32', shape: dims, data_offsets: [start, end] }]
  })
  const header = Buffer.from(JSON.stringify(Object.fromEntries(entries)))
  const length = Buffer.alloc(8)
  length.writeBigUInt64LE(BigInt(header.length))
  // A prime number of them, so that the rows of a matrix differ.
  const values = Buffer.from(Float32Array.from({ length: 65_521 }, (_, at) => 0.05 * Math.sin(at * at)).buffer)
  const file = openSync(path, 'w')
  try {
    writeSync(file, length)
    writeSync(file, header)
    for (let at = 0; at < end; at += values.length) {
      writeSync(file, values.subarray(0, Math.min(values.length, end - at)))
    }
  } finally {
    closeSync(file)
  }
}
