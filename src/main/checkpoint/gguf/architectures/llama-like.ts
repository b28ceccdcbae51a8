import type { TensorLies } from '../../checkpoint'
import { type GgufModel, type NameRule, rule } from '../architecture'
import { shown } from '../shown'

/** Names of Llama and its kin. */
export const llamaNames: readonly NameRule[] = [
  rule('token_embd', 'model.embed_tokens'),
  rule('output_norm', 'model.norm'),
  rule('output', 'lm_head'),
  rule('blk.#.attn_norm', 'model.layers.#.input_layernorm'),
  rule('blk.#.attn_q', 'model.layers.#.self_attn.q_proj'),
  rule('blk.#.attn_k', 'model.layers.#.self_attn.k_proj'),
  rule('blk.#.attn_v', 'model.layers.#.self_attn.v_proj'),
  rule('blk.#.attn_output', 'model.layers.#.self_attn.o_proj'),
  rule('blk.#.attn_q_norm', 'model.layers.#.self_attn.q_norm'),
  rule('blk.#.attn_k_norm', 'model.layers.#.self_attn.k_norm'),
  rule('blk.#.ffn_norm', 'model.layers.#.post_attention_layernorm'),
  rule('blk.#.ffn_gate', 'model.layers.#.mlp.gate_proj'),
  rule('blk.#.ffn_up', 'model.layers.#.mlp.up_proj'),
  rule('blk.#.ffn_down', 'model.layers.#.mlp.down_proj'),
]

/** The names with some of them changed: a rule takes the place of the one with the same `from`, or is added. */
export function withNames(names: readonly NameRule[], changed: readonly NameRule[]): NameRule[] {
  const froms = new Set(changed.map(({ from }) => from))
  return [...names.filter(({ from }) => !froms.has(from)), ...changed]
}

/** The names with `lies` for those whose `from` ends like this. */
export function lying(names: readonly NameRule[], ending: RegExp, lies: TensorLies): NameRule[] {
  return names.map((each) => (ending.test(each.from) ? { ...each, lies } : each))
}

/** The keys that Llama's config has and the file says. */
export function llamaKeys({ keys, has, tensor }: GgufModel) {
  const heads = keys.need('attention.head_count')
  const width = keys.need('embedding_length')
  const dHead = keys.number('attention.key_length') ?? width / heads
  sameLength(keys, dHead)
  keys.demandCausal(true)
  return {
    vocab_size: tensor('token_embd.weight').shape[0],
    hidden_size: width,
    intermediate_size: keys.everyLayer('feed_forward_length'),
    num_hidden_layers: keys.need('block_count'),
    num_attention_heads: heads,
    num_key_value_heads: keys.everyLayer('attention.head_count_kv') ?? heads,
    head_dim: dHead,
    max_position_embeddings: keys.need('context_length'),
    tie_word_embeddings: !has('output.weight'),
  }
}

/** The same with the numbers of Llama's norms and rotary positions. */
export function wholeLlamaKeys(model: GgufModel) {
  const base = llamaKeys(model)
  const rms_norm_eps = model.keys.need('attention.layer_norm_rms_epsilon')
  return { ...base, rms_norm_eps, rope_parameters: ropeParameters(model, base.head_dim) }
}

/** Values as long as keys are; what else there is belongs to other architectures. */
function sameLength(keys: GgufModel['keys'], dHead: number): void {
  const values = keys.number('attention.value_length') ?? dHead
  if (values !== dHead)
    throw keys.fault('Values of another length than keys are not computed yet', 'attention.value_length')
}

/**
 * `rope_parameters` as transformers has them. A tensor of factors (Llama 3's scaling worked out, one number for each pair) is
 * what transformers calls longrope with one list for all lengths.
 */
export function ropeParameters({ keys, vector }: GgufModel, dHead: number): Readonly<Record<string, unknown>> {
  const turned = keys.number('rope.dimension_count') ?? dHead
  const base = { rope_theta: keys.number('rope.freq_base') ?? 10_000, partial_rotary_factor: turned / dHead }
  const factors = vector('rope_freqs.weight')
  if (factors) return { ...base, ...sameAtEveryLength(keys, factors) }
  const type = keys.string('rope.scaling.type') ?? (keys.has('rope.scale_linear') ? 'linear' : 'none')
  const factor = keys.number('rope.scaling.factor') ?? keys.number('rope.scale_linear') ?? 1
  const original = keys.number('rope.scaling.original_context_length') ?? keys.need('context_length')
  switch (type) {
    case 'none':
      return base
    case 'linear':
      return { ...base, rope_type: 'linear', factor }
    case 'yarn':
      return { ...base, ...yarn(keys, factor), original_max_position_embeddings: original }
    default:
      throw keys.fault(`The rotary scaling “${shown(type)}” is not known here`, 'rope.scaling.type')
  }
}

function sameAtEveryLength(keys: GgufModel['keys'], factors: readonly number[]) {
  const original_max_position_embeddings = keys.need('context_length')
  // Set beside the factors by some converters, which have them worked out already.
  keys.string('rope.scaling.type')
  keys.number('rope.scaling.factor')
  keys.number('rope.scaling.original_context_length')
  const lists = { short_factor: factors, long_factor: factors }
  return { rope_type: 'longrope', ...lists, attention_factor: 1, original_max_position_embeddings }
}

/** YaRN as transformers' and llama.cpp's converter name its numbers. */
function yarn(keys: GgufModel['keys'], factor: number) {
  const extrapolation = keys.number('rope.scaling.yarn_ext_factor') ?? 1
  if (extrapolation !== 1) {
    throw keys.fault('Another extrapolation than YaRN’s own is not computed', 'rope.scaling.yarn_ext_factor')
  }
  return {
    rope_type: 'yarn',
    factor,
    beta_fast: keys.number('rope.scaling.yarn_beta_fast'),
    beta_slow: keys.number('rope.scaling.yarn_beta_slow'),
    attention_factor: keys.number('rope.scaling.yarn_attn_factor') ?? keys.number('rope.scaling.attn_factor'),
  }
}
