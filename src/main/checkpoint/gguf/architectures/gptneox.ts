import { type GgufArchitecture, rule } from '../architecture'

/** GPT-NeoX and Pythia: all of q, all of k, all of v, where the family has them head by head. */
export const gptneox: GgufArchitecture = {
  name: 'gptneox',
  names: [
    rule('token_embd', 'gpt_neox.embed_in'),
    rule('output_norm', 'gpt_neox.final_layer_norm'),
    rule('output', 'embed_out'),
    rule('blk.#.attn_norm', 'gpt_neox.layers.#.input_layernorm'),
    rule('blk.#.attn_qkv', 'gpt_neox.layers.#.attention.query_key_value', { parts: true }),
    rule('blk.#.attn_output', 'gpt_neox.layers.#.attention.dense'),
    rule('blk.#.ffn_norm', 'gpt_neox.layers.#.post_attention_layernorm'),
    rule('blk.#.ffn_up', 'gpt_neox.layers.#.mlp.dense_h_to_4h'),
    rule('blk.#.ffn_down', 'gpt_neox.layers.#.mlp.dense_4h_to_h'),
  ],
  config: ({ keys, has, tensor }) => {
    const width = keys.need('embedding_length')
    const heads = keys.need('attention.head_count')
    return {
      model_type: 'gpt_neox',
      vocab_size: tensor('token_embd.weight').shape[0],
      hidden_size: width,
      num_hidden_layers: keys.need('block_count'),
      num_attention_heads: heads,
      intermediate_size: keys.need('feed_forward_length'),
      max_position_embeddings: keys.need('context_length'),
      layer_norm_eps: keys.need('attention.layer_norm_epsilon'),
      attention_bias: has('blk.0.attn_qkv.bias'),
      use_parallel_residual: keys.boolean('use_parallel_residual') ?? true,
      rotary_pct: keys.need('rope.dimension_count') / (width / heads),
      rotary_emb_base: keys.number('rope.freq_base') ?? 10_000,
      tie_word_embeddings: !has('output.weight'),
    }
  },
}
