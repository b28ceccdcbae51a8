import { type GgufArchitecture, rule } from '../architecture'

/** BLOOM: all of q, all of k, all of v, where the family has them head by head. */
export const bloom: GgufArchitecture = {
  name: 'bloom',
  names: [
    rule('token_embd', 'transformer.word_embeddings'),
    rule('token_embd_norm', 'transformer.word_embeddings_layernorm'),
    rule('output_norm', 'transformer.ln_f'),
    rule('output', 'lm_head'),
    rule('blk.#.attn_norm', 'transformer.h.#.input_layernorm'),
    rule('blk.#.attn_qkv', 'transformer.h.#.self_attention.query_key_value', { parts: true }),
    rule('blk.#.attn_output', 'transformer.h.#.self_attention.dense'),
    rule('blk.#.ffn_norm', 'transformer.h.#.post_attention_layernorm'),
    rule('blk.#.ffn_up', 'transformer.h.#.mlp.dense_h_to_4h'),
    rule('blk.#.ffn_down', 'transformer.h.#.mlp.dense_4h_to_h'),
  ],
  config: ({ keys, has, tensor }) => {
    const width = keys.need('embedding_length')
    const heads = keys.need('attention.head_count')
    if ((keys.number('attention.head_count_kv') ?? heads) !== heads) {
      throw keys.fault(
        'Fewer heads of keys than of queries are not computed for this architecture',
        'attention.head_count_kv',
      )
    }
    if (keys.number('feed_forward_length') !== 4 * width) {
      throw keys.fault('Another width than four times the stream’s is not computed', 'feed_forward_length')
    }
    return {
      model_type: 'bloom',
      vocab_size: tensor('token_embd.weight').shape[0],
      hidden_size: width,
      n_layer: keys.need('block_count'),
      n_head: heads,
      seq_length: keys.need('context_length'),
      layer_norm_epsilon: keys.need('attention.layer_norm_epsilon'),
      tie_word_embeddings: !has('output.weight'),
    }
  },
}
