import type { TapModel } from '../../shared/taps'
import type { StoredTensor } from '../checkpoint'

/**
 * What a checkpoint's model computes, out of a small set of parts, with each weight found and its shape checked: the value
 * that leaves this room. The graph room writes it down as ONNX and knows no family.
 */
export interface Architecture {
  /** `model_type` of the config. */
  readonly family: string
  readonly kind: 'decoder' | 'encoder'
  readonly sizes: Sizes
  readonly norm: NormKind
  /** `pre`: a norm before each part, one at the end. `post`: a norm after each sum (BERT), none at the end. */
  readonly normPlace: 'pre' | 'post'
  readonly attention: Attention
  readonly mlp: { readonly gated: boolean; readonly activation: Activation }
  readonly embed: Embed
  readonly blocks: readonly Block[]
  /** Null in a post-norm model. */
  readonly finalNorm: Norm | null
  /** Null where the checkpoint has no head that scores the vocabulary. */
  readonly unembed: Unembed | null
}

export interface Sizes {
  readonly layers: number
  readonly heads: number
  /** Heads of keys and values; a divisor of `heads`. */
  readonly keyHeads: number
  readonly dModel: number
  readonly dHead: number
  readonly dMlp: number
  readonly vocabulary: number
  /** The longest prompt, in tokens. */
  readonly context: number
}

/**
 * `layer`: LayerNorm (Ba, Kiros, Hinton 2016), (x − mean) / sqrt(var + eps) · weight + bias.
 * `rms`: RMSNorm (Zhang, Sennrich 2019), x / sqrt(mean(x²) + eps) · weight.
 */
export interface NormKind {
  readonly kind: 'layer' | 'rms'
  readonly eps: number
}

export const activations = ['relu', 'silu', 'gelu', 'gelu_tanh', 'quick_gelu'] as const
export type Activation = (typeof activations)[number]

export interface Attention {
  readonly causal: boolean
  /** What q·k is multiplied with before the softmax, a number for each layer. */
  readonly scales: readonly number[]
  /** Null where positions are learned. */
  readonly rotary: Rotary | null
}

/** Rotary position embedding (Su et al. 2021), on the two halves of each head as llama lays them. */
export interface Rotary {
  readonly theta: number
  /** Dimensions that turn; even. */
  readonly dimensions: number
  readonly scaling: RotaryScaling
  /** `max_position_embeddings`. */
  readonly longest: number
}

export type RotaryScaling =
  | { readonly kind: 'default' }
  | { readonly kind: 'linear'; readonly factor: number }
  | { readonly kind: 'dynamic'; readonly factor: number }
  | {
      readonly kind: 'llama3'
      readonly factor: number
      readonly lowFrequencyFactor: number
      readonly highFrequencyFactor: number
      readonly originalLongest: number
    }
  | {
      readonly kind: 'yarn'
      readonly factor: number
      readonly originalLongest: number
      readonly betaFast: number
      readonly betaSlow: number
      readonly truncate: boolean
      /** What cos and sin are multiplied with; already worked out. */
      readonly attentionFactor: number
    }

export interface Norm {
  readonly weight: StoredTensor
  /** Null for RMSNorm. */
  readonly bias: StoredTensor | null
}

/** `in-out`: x · W, as GPT-2 stores it. `out-in`: x · Wᵀ, as everybody else does. */
export type Layout = 'in-out' | 'out-in'

export interface Linear {
  readonly weight: StoredTensor
  readonly layout: Layout
  readonly bias: StoredTensor | null
}

export interface Embed {
  /** W_E: [vocabulary, d_model]. */
  readonly table: StoredTensor
  /** W_pos: [context, d_model]; null where positions are rotary. */
  readonly positions: StoredTensor | null
  /** [types, d_model]. */
  readonly tokenTypes: StoredTensor | null
  /** Applied to the sum of the above. */
  readonly norm: Norm | null
}

export interface Block {
  readonly ln1: Norm
  readonly qkv: Qkv
  readonly out: Linear
  readonly ln2: Norm
  readonly mlpIn: Linear
  /** Its product is not activated; null in a plain MLP. */
  readonly mlpLinear: Linear | null
  readonly mlpOut: Linear
}

/** Three projections, or one whose output holds q, k and v one after the other. */
export type Qkv =
  | { readonly fused: true; readonly all: Linear }
  | { readonly fused: false; readonly q: Linear; readonly k: Linear; readonly v: Linear }

export interface Unembed {
  /** BERT's masked-word head goes through a dense layer, an activation and a norm first. */
  readonly transform: { readonly dense: Linear; readonly activation: Activation; readonly norm: Norm } | null
  /** W_Uᵀ: [vocabulary, d_model]. */
  readonly table: StoredTensor
  readonly bias: StoredTensor | null
  /** Whether `table` is W_E. */
  readonly tied: boolean
}

/** The facts that decide which hook points a model has. */
export function tapModelOf(architecture: Architecture): TapModel {
  return {
    layers: architecture.sizes.layers,
    normPlace: architecture.normPlace,
    positions: architecture.attention.rotary === null ? 'learned' : 'rotary',
    tokenTypes: architecture.embed.tokenTypes !== null,
    gatedMlp: architecture.mlp.gated,
    unembeds: architecture.unembed !== null,
  }
}
