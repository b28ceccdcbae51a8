import { type GgufArchitecture, rule } from '../architecture'
import { ropeParameters } from './llama-like'

/** Nomic Embed's BERT without its head. */
export const nomicBert: GgufArchitecture = {
  name: 'nomic-bert',
  names: [
    rule('token_embd', 'nomic_bert.embeddings.word_embeddings'),
    rule('token_types', 'nomic_bert.embeddings.token_type_embeddings'),
    rule('token_embd_norm', 'nomic_bert.emb_ln'),
    rule('blk.#.attn_qkv', 'nomic_bert.encoder.layers.#.attn.Wqkv'),
    rule('blk.#.attn_output', 'nomic_bert.encoder.layers.#.attn.out_proj'),
    rule('blk.#.attn_output_norm', 'nomic_bert.encoder.layers.#.norm1'),
    rule('blk.#.ffn_gate', 'nomic_bert.encoder.layers.#.mlp.fc12'),
    rule('blk.#.ffn_up', 'nomic_bert.encoder.layers.#.mlp.fc11'),
    rule('blk.#.ffn_down', 'nomic_bert.encoder.layers.#.mlp.fc2'),
    rule('blk.#.layer_output_norm', 'nomic_bert.encoder.layers.#.norm2'),
  ],
  config: (model) => {
    const { keys, tensor } = model
    keys.demandCausal(false)
    const width = keys.need('embedding_length')
    const heads = keys.need('attention.head_count')
    return {
      model_type: 'nomic_bert',
      vocab_size: tensor('token_embd.weight').shape[0],
      hidden_size: width,
      num_hidden_layers: keys.need('block_count'),
      num_attention_heads: heads,
      intermediate_size: keys.need('feed_forward_length'),
      max_position_embeddings: keys.need('context_length'),
      type_vocab_size: tensor('token_types.weight').shape[0],
      layer_norm_eps: keys.need('attention.layer_norm_epsilon'),
      rope_parameters: ropeParameters(model, width / heads),
    }
  },
}
