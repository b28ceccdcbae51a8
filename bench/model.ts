import {
  closeSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  openSync,
  readFileSync,
  renameSync,
  statSync,
  writeFileSync,
  writeSync,
} from 'node:fs'
import { dirname, join } from 'node:path'
import { random } from './random'

const root = dirname(import.meta.dirname)
const cache = join(root, 'node_modules/.cache/tokentrace-bench')

/** GPT-2 small: 124 million parameters, of which the embedding table has 39. */
export const shape = { layers: 12, heads: 12, dModel: 768, context: 1024, vocabulary: 50257 } as const

/**
 * The folder of a model of GPT-2 small's shape (498 MB, F32) with a tokenizer of its size, made at the first call. What is
 * measured does not depend on what the weights say, so they are random, and the same on every machine.
 */
export function benchModel(): string {
  const folder = join(cache, 'gpt2-small-random')
  if (existsSync(folder)) return folder
  mkdirSync(cache, { recursive: true })
  // Moved into place as a whole: a run that was stopped leaves no half model behind.
  const work = mkdtempSync(join(cache, 'making-'))
  writeFileSync(join(work, 'config.json'), JSON.stringify(config, null, 2))
  writeFileSync(join(work, 'tokenizer.json'), JSON.stringify(tokenizer()))
  writeWeights(join(work, 'model.safetensors'))
  renameSync(work, folder)
  return folder
}

const config = {
  architectures: ['GPT2LMHeadModel'],
  model_type: 'gpt2',
  activation_function: 'gelu_new',
  vocab_size: shape.vocabulary,
  n_positions: shape.context,
  n_embd: shape.dModel,
  n_layer: shape.layers,
  n_head: shape.heads,
  layer_norm_epsilon: 1e-5,
  tie_word_embeddings: true,
  bos_token_id: 0,
  eos_token_id: 0,
}

/** Names and shapes as transformers saves GPT2LMHeadModel. */
function weights(): [name: string, shape: number[]][] {
  const { layers, dModel: d, context, vocabulary } = shape
  const vectors = (name: string, width = d): [string, number[]][] => [
    [`${name}.weight`, [width]],
    [`${name}.bias`, [width]],
  ]
  const matrix = (name: string, rows: number, columns: number): [string, number[]][] => [
    [`${name}.weight`, [rows, columns]],
    [`${name}.bias`, [columns]],
  ]
  const block = (at: string) => [
    ...vectors(`${at}.ln_1`),
    ...matrix(`${at}.attn.c_attn`, d, 3 * d),
    ...matrix(`${at}.attn.c_proj`, d, d),
    ...vectors(`${at}.ln_2`),
    ...matrix(`${at}.mlp.c_fc`, d, 4 * d),
    ...matrix(`${at}.mlp.c_proj`, 4 * d, d),
  ]
  return [
    ['transformer.wte.weight', [vocabulary, d]],
    ['transformer.wpe.weight', [context, d]],
    ...Array.from({ length: layers }, (_, layer) => block(`transformer.h.${layer}`)).flat(),
    ...vectors('transformer.ln_f'),
  ]
}

function writeWeights(path: string): void {
  let offset = 0
  const entries = weights().map(([name, dims]) => {
    const start = offset
    offset += 4 * dims.reduce((product, size) => product * size, 1)
    return [name, { dtype: 'F32', shape: dims, data_offsets: [start, offset] }] as const
  })
  const text = JSON.stringify({ __metadata__: { format: 'pt' }, ...Object.fromEntries(entries) })
  const header = Buffer.from(text.padEnd(Math.ceil(text.length / 8) * 8))
  const length = Buffer.alloc(8)
  length.writeBigUInt64LE(BigInt(header.length))
  const file = openSync(path, 'w')
  try {
    writeSync(file, length)
    writeSync(file, header)
    const next = random(1)
    for (const [name, { data_offsets }] of entries) {
      const values = new Float32Array((data_offsets[1]! - data_offsets[0]!) / 4)
      fill(values, name, next)
      writeSync(file, new Uint8Array(values.buffer))
    }
  } finally {
    closeSync(file)
  }
}

/** As GPT-2 is initialised (a deviation of 0.02, norms that change nothing), though not normally distributed. */
function fill(values: Float32Array, name: string, next: () => number): void {
  if (name.endsWith('.bias')) return
  if (/\.ln_\w+\.weight$/.test(name)) values.fill(1)
  else for (let i = 0; i < values.length; i++) values[i] = (next() - 0.5) * 0.02 * Math.sqrt(12)
}

/** Byte-level BPE of GPT-2's size: the tiny fixture's, grown by merges until the vocabulary is full. */
function tokenizer(): object {
  const tiny = JSON.parse(readFileSync(join(root, 'fixtures/models/gpt2-tiny/tokenizer.json'), 'utf8')) as {
    model: { vocab: Record<string, number>; merges: [string, string][] }
  }
  const tokens = Object.entries(tiny.model.vocab)
    .sort(([, a], [, b]) => a - b)
    .map(([token]) => token)
  const known = new Set(tokens)
  const merges = [...tiny.model.merges]
  const next = random(2)
  // The first token is the special one, which no merge makes longer.
  const draw = () => tokens[1 + Math.floor(next() * (tokens.length - 1))]!
  while (tokens.length < shape.vocabulary) {
    const [left, right] = [draw(), draw()]
    if (known.has(left + right) || left.length + right.length > 12) continue
    known.add(left + right)
    tokens.push(left + right)
    merges.push([left, right])
  }
  const vocab = Object.fromEntries(tokens.map((token, id) => [token, id]))
  return { ...tiny, model: { ...tiny.model, vocab, merges } }
}

export function weightBytes(folder: string): number {
  return statSync(join(folder, 'model.safetensors')).size
}
