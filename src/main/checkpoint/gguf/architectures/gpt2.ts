import { type GgufArchitecture, rule } from '../architecture'

/** GPT-2, whose linear maps the converter turns over. */
export const gpt2: GgufArchitecture = {
  name: 'gpt2',
  names: [
    rule('token_embd', 'transformer.wte'),
    rule('position_embd', 'transformer.wpe'),
    rule('output_norm', 'transformer.ln_f'),
    rule('output', 'lm_head'),
    rule('blk.#.attn_norm', 'transformer.h.#.ln_1'),
    rule('blk.#.attn_qkv', 'transformer.h.#.attn.c_attn', { transposed: true }),
    rule('blk.#.attn_output', 'transformer.h.#.attn.c_proj', { transposed: true }),
    rule('blk.#.ffn_norm', 'transformer.h.#.ln_2'),
    rule('blk.#.ffn_up', 'transformer.h.#.mlp.c_fc', { transposed: true }),
    rule('blk.#.ffn_down', 'transformer.h.#.mlp.c_proj', { transposed: true }),
  ],
  config: ({ keys, has, tensor }) => ({
    model_type: 'gpt2',
    vocab_size: tensor('token_embd.weight').shape[0],
    n_positions: keys.need('context_length'),
    n_embd: keys.need('embedding_length'),
    n_layer: keys.need('block_count'),
    n_head: keys.need('attention.head_count'),
    n_inner: keys.number('feed_forward_length'),
    layer_norm_epsilon: keys.need('attention.layer_norm_epsilon'),
    tie_word_embeddings: !has('output.weight'),
  }),
}
