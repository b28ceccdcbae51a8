import { type GgufArchitecture, rule } from '../architecture'

/** BERT without its head, as sentence encoders are; RoBERTa's positions are cut so that they begin at 0 too. */
export const bert: GgufArchitecture = {
  name: 'bert',
  names: [
    rule('token_embd', 'bert.embeddings.word_embeddings'),
    rule('token_types', 'bert.embeddings.token_type_embeddings'),
    rule('position_embd', 'bert.embeddings.position_embeddings'),
    rule('token_embd_norm', 'bert.embeddings.LayerNorm'),
    rule('blk.#.attn_q', 'bert.encoder.layer.#.attention.self.query'),
    rule('blk.#.attn_k', 'bert.encoder.layer.#.attention.self.key'),
    rule('blk.#.attn_v', 'bert.encoder.layer.#.attention.self.value'),
    rule('blk.#.attn_output', 'bert.encoder.layer.#.attention.output.dense'),
    rule('blk.#.attn_output_norm', 'bert.encoder.layer.#.attention.output.LayerNorm'),
    rule('blk.#.ffn_up', 'bert.encoder.layer.#.intermediate.dense'),
    rule('blk.#.ffn_down', 'bert.encoder.layer.#.output.dense'),
    rule('blk.#.layer_output_norm', 'bert.encoder.layer.#.output.LayerNorm'),
  ],
  config: ({ keys, tensor }) => {
    keys.demandCausal(false)
    return {
      model_type: 'bert',
      vocab_size: tensor('token_embd.weight').shape[0],
      hidden_size: keys.need('embedding_length'),
      num_hidden_layers: keys.need('block_count'),
      num_attention_heads: keys.need('attention.head_count'),
      intermediate_size: keys.need('feed_forward_length'),
      max_position_embeddings: keys.need('context_length'),
      type_vocab_size: tensor('token_types.weight').shape[0],
      layer_norm_eps: keys.need('attention.layer_norm_epsilon'),
    }
  },
}
