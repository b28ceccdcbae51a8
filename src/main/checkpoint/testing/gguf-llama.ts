import { f32, type GgufTestFile, type GgufTestTensor, type GgufTestValue, gguf, text, u32 } from './gguf-file'

/** Keys of the smallest Llama: one block of one head, 4 wide, 3 words. */
export const llamaKeys: ReadonlyMap<string, GgufTestValue> = new Map([
  ['general.architecture', text('llama')],
  ['llama.context_length', u32(8)],
  ['llama.embedding_length', u32(4)],
  ['llama.block_count', u32(1)],
  ['llama.feed_forward_length', u32(6)],
  ['llama.attention.head_count', u32(1)],
  ['llama.attention.layer_norm_rms_epsilon', f32(1e-5)],
])

export const llamaTensors: readonly GgufTestTensor[] = [
  { name: 'token_embd.weight', dims: [4, 3] },
  { name: 'output_norm.weight', dims: [4] },
  { name: 'blk.0.attn_norm.weight', dims: [4] },
  ...['q', 'k', 'v', 'output'].map((part) => ({ name: `blk.0.attn_${part}.weight`, dims: [4, 4] })),
  { name: 'blk.0.ffn_norm.weight', dims: [4] },
  { name: 'blk.0.ffn_gate.weight', dims: [4, 6] },
  { name: 'blk.0.ffn_up.weight', dims: [4, 6] },
  { name: 'blk.0.ffn_down.weight', dims: [6, 4] },
]

export interface LlamaChanges extends Omit<GgufTestFile, 'keys'> {
  /** Set beside the others or in their place; null takes one away. */
  readonly keys?: Readonly<Record<string, GgufTestValue | null>>
}

/** The smallest Llama as a GGUF file, with some of it changed. */
export function llamaFile({ keys = {}, ...file }: LlamaChanges = {}): Buffer {
  const all = new Map<string, GgufTestValue | null>([...llamaKeys, ...Object.entries(keys)])
  const kept = [...all].flatMap(([key, value]) => (value === null ? [] : [[key, value] as const]))
  return gguf({ tensors: llamaTensors, ...file, keys: kept })
}
