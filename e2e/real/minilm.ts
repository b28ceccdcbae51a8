import { readFileSync } from 'node:fs'
import { openCheckpoint } from '../../src/main/checkpoint'
import { readArchitecture } from '../../src/main/families'
import { openRunner, type Runner } from '../../src/main/inference'
import { readFloats } from '../../src/main/inference/testing/reference'
import { loadTokenizer } from '../../src/main/tokenizer'
import type { FloatTensor } from '../../src/shared/tensor'

const width = 384

/** The folder of all-MiniLM-L6-v2; scripts/test-real.mjs fetches it and says where. */
export const folder = (() => {
  const given = process.env.TOKENTRACE_MINILM
  if (!given) throw new Error('Run `node scripts/test-real.mjs`: it fetches the model that these tests need.')
  return given
})()

/** One sentence and what transformers computed for it (fixtures/make_minilm_reference.py). */
export interface Sentence {
  readonly text: string
  readonly ids: readonly number[]
  /** Mean over its tokens, of length 1: 384 values. */
  readonly embedding: Float32Array
  /** Where "mole" stands, and its vectors under the names of hook points. */
  readonly mole: { readonly position: number; readonly vectors: ReadonlyMap<string, Float32Array> } | null
}

export function readSentences(): Sentence[] {
  const { sentences } = JSON.parse(readFileSync('fixtures/reference/minilm.json', 'utf8')) as {
    sentences: Record<string, { text: string; input_ids: number[][]; mole?: number }>
  }
  const tensors = readFloats('fixtures/reference/minilm.safetensors')
  const embeddings = tensors.get('sentence_embeddings')!.data
  return Object.entries(sentences).map(([index, { text, input_ids, mole }]) => {
    const prefix = `mole/${index}/`
    const own = [...tensors].filter(([name]) => name.startsWith(prefix))
    const vectors = new Map(own.map(([name, { data }]) => [name.slice(prefix.length), data]))
    return {
      text,
      ids: input_ids[0]!,
      embedding: embeddings.subarray(Number(index) * width, (Number(index) + 1) * width),
      mole: mole === undefined ? null : { position: mole, vectors },
    }
  })
}

/** The model on the CPU, and its tokenizer. */
export async function openMiniLm(): Promise<{ runner: Runner; tokenIds(text: string): number[] }> {
  const checkpoint = await openCheckpoint(folder)
  const tokenizer = await loadTokenizer({ ...checkpoint, tokenizerFile: checkpoint.tokenizerFile! })
  const runner = await openRunner(checkpoint, readArchitecture(checkpoint), 'cpu')
  return { runner, tokenIds: (text) => tokenizer.encode(text).map(({ id }) => id) }
}

/** The residual stream after the last layer. */
export const lastTap = 'blocks.5.hook_normalized_resid_post'

/** The mean over the tokens of batch 0 of [batch, pos, d_model], of length 1: how this model embeds a sentence. */
export function sentenceEmbedding({ data, shape }: FloatTensor): Float32Array {
  const [, positions, columns] = shape as [number, number, number]
  const sum = new Float64Array(columns)
  for (let at = 0; at < positions * columns; at++) sum[at % columns]! += data[at]!
  const length = Math.hypot(...sum)
  return Float32Array.from(sum, (value) => value / length)
}
