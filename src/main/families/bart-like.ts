import * as z from 'zod'
import { activation } from './activation-names'
import { size } from './config-keys'
import { type AttentionPlan, linear, type NormsPlan, type Plan, type PositionsPlan, type StackPlan } from './family'

/** The keys that BART's config and those made after it share, with BART's defaults. */
export const bartConfig = z.looseObject({
  vocab_size: size.default(50_265),
  d_model: size.default(1024),
  encoder_layers: size.default(12),
  encoder_attention_heads: size.default(16),
  encoder_ffn_dim: size.default(4096),
  decoder_layers: size.default(12),
  decoder_attention_heads: size.default(16),
  decoder_ffn_dim: size.default(4096),
  max_position_embeddings: size.default(1024),
  activation_function: activation.default('gelu'),
  scale_embedding: z.boolean().default(false),
  tie_word_embeddings: z.boolean().default(true),
})

export type BartConfig = z.infer<typeof bartConfig>

/** Of training, generation and classes. */
export const bartIgnored: readonly string[] = [
  ...['activation_dropout', 'encoder_layerdrop', 'decoder_layerdrop', 'init_std', 'num_hidden_layers'],
  ...['decoder_start_token_id', 'forced_eos_token_id', 'forced_bos_token_id', 'is_encoder_decoder', 'is_decoder'],
]

/** Where the weights of both stacks lie. */
export const bartPlaces = {
  kind: 'encoder-decoder',
  prefixes: ['model.', ''],
  blocks: 'decoder.layers.',
  encoderBlocks: 'encoder.layers.',
} as const

/** Both stacks, and the unembedding with the bias that BART and its kin keep beside the model. */
export function bartPlan(c: BartConfig, stack: (side: 'encoder' | 'decoder') => StackPlan): Plan {
  return {
    ...stack('decoder'),
    encoder: stack('encoder'),
    unembed: { table: 'lm_head.weight', tied: c.tie_word_embeddings, biasRow: 'final_logits_bias' },
  }
}

export interface BartStack {
  readonly table: string
  /** `encoder.` or `decoder.`, below the prefix. */
  readonly at: string
  readonly positions: PositionsPlan
  /** Of the sum of words and positions. */
  readonly embedNorm?: string
  /** Whether norms stand before the parts and at the end, and not after each sum. */
  readonly normsBefore?: boolean
  /** Whether keys have biases, as in all but Whisper. */
  readonly keysBiased?: boolean
}

/** A plan of one of BART's stacks. A decoder's blocks read the encoder between their attention and their MLP. */
export function bartStack(c: BartConfig, side: 'encoder' | 'decoder', of: BartStack): StackPlan {
  const heads = c[`${side}_attention_heads`]
  const dHead = c.d_model / heads
  const norm = (name: string): NormsPlan => (of.normsBefore ? { before: name } : { afterSum: name })
  const attention = (at: string, causal: boolean): AttentionPlan => {
    const part = (name: string, biased = true) => linear(`${at}.${name}_proj`, biased)
    return {
      ...norm(`${at}_layer_norm`),
      ...{ causal, scale: dHead ** -0.5 },
      qkv: { q: part('q'), k: part('k', of.keysBiased ?? true), v: part('v') },
      out: part('out'),
    }
  }
  return {
    sizes: {
      ...{ layers: c[`${side}_layers`], heads, keyHeads: heads, dModel: c.d_model, dHead },
      ...{ dMlp: c[`${side}_ffn_dim`], vocabulary: c.vocab_size, context: c.max_position_embeddings },
    },
    norm: { kind: 'layer', eps: 1e-5 },
    embed: {
      table: of.table,
      scale: c.scale_embedding ? Math.sqrt(c.d_model) : 1,
      positions: of.positions,
      ...(of.embedNorm ? { norm: of.embedNorm } : {}),
    },
    block: (layer) => {
      const at = `${of.at}layers.${layer}.`
      return {
        attention: attention(`${at}self_attn`, side === 'decoder'),
        ...(side === 'decoder' ? { cross: attention(`${at}encoder_attn`, false) } : {}),
        mlp: {
          ...norm(`${at}final_layer_norm`),
          ...{ kind: 'plain', activation: c.activation_function },
          ...{ in: linear(`${at}fc1`, true), out: linear(`${at}fc2`, true) },
        },
      }
    },
    finalNorm: of.normsBefore ? `${of.at}layer_norm` : undefined,
  }
}
