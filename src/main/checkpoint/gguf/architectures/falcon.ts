import { type GgufArchitecture, rule } from '../architecture'

const names = (norm: string) => [
  rule('token_embd', 'transformer.word_embeddings'),
  rule('output_norm', 'transformer.ln_f'),
  rule('output', 'lm_head'),
  rule('blk.#.attn_norm', `transformer.h.#.${norm}`),
  rule('blk.#.attn_norm_2', 'transformer.h.#.ln_attn'),
  rule('blk.#.attn_qkv', 'transformer.h.#.self_attention.query_key_value', { parts: true }),
  rule('blk.#.attn_output', 'transformer.h.#.self_attention.dense'),
  rule('blk.#.ffn_up', 'transformer.h.#.mlp.dense_h_to_4h'),
  rule('blk.#.ffn_down', 'transformer.h.#.mlp.dense_4h_to_h'),
]

/**
 * Falcon. The larger ones have two norms a layer, of which the file calls the MLP's `attn_norm`; ALiBi and serial parts are not
 * among what the converter writes.
 */
export const falcon: GgufArchitecture = {
  name: 'falcon',
  names: ({ has }) => names(has('blk.0.attn_norm_2.weight') ? 'ln_mlp' : 'input_layernorm'),
  config: ({ keys, has, tensor }) => {
    const keyHeads = keys.need('attention.head_count_kv')
    const twoNorms = has('blk.0.attn_norm_2.weight')
    return {
      model_type: 'falcon',
      vocab_size: tensor('token_embd.weight').shape[0],
      hidden_size: keys.need('embedding_length'),
      num_hidden_layers: keys.need('block_count'),
      num_attention_heads: keys.need('attention.head_count'),
      num_kv_heads: keyHeads,
      multi_query: keyHeads === 1,
      new_decoder_architecture: keyHeads > 1,
      num_ln_in_parallel_attn: twoNorms ? 2 : 1,
      parallel_attn: true,
      bias: has('blk.0.attn_qkv.bias'),
      ffn_hidden_size: keys.need('feed_forward_length'),
      layer_norm_epsilon: keys.need('attention.layer_norm_epsilon'),
      max_position_embeddings: keys.need('context_length'),
      rope_theta: keys.number('rope.freq_base') ?? 10_000,
      tie_word_embeddings: !has('output.weight'),
    }
  },
}
