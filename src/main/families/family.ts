import type * as z from 'zod'
import type { Activation, Architecture, Attention, Layout, NormKind, Sizes } from './architecture'

/** What a config says about a model, in the words of the other rooms. Weights are named apart, in `WeightNames`. */
export interface Facts {
  readonly sizes: Sizes
  readonly norm: NormKind
  readonly attention: Attention
  readonly mlp: Architecture['mlp']
  /** Whether the unembedding is W_E again. */
  readonly tied: boolean
  /** Whether q, k, v and the output projection have biases, and whether the MLP's products have: checked against the file. */
  readonly attentionBias: boolean
  readonly mlpBias: boolean
}

/** A linear map's name in the checkpoint, without `.weight` and `.bias`. `{l}` stands for the layer. */
export type LinearName = string

/** Where each weight lies, below one of the family's prefixes. `{l}` stands for the layer. */
export interface WeightNames {
  readonly embed: {
    readonly table: string
    readonly positions?: string
    readonly tokenTypes?: string
    readonly norm?: string
  }
  readonly block: {
    readonly ln1: string
    readonly qkv:
      | { readonly fused: LinearName }
      | { readonly q: LinearName; readonly k: LinearName; readonly v: LinearName }
    readonly out: LinearName
    readonly ln2: string
    readonly mlpIn: LinearName
    readonly mlpLinear?: LinearName
    readonly mlpOut: LinearName
  }
  readonly finalNorm?: string
  /** The heads' names stand outside the prefix. */
  readonly unembed: {
    readonly table: string
    readonly bias?: string
    readonly transform?: { readonly dense: LinearName; readonly activation: Activation | 'mlp'; readonly norm: string }
    /** A tensor that is there when the head is. Without it, a tied head is W_E alone and always there. */
    readonly present?: string
  }
}

/** A model family: what its config means and where its weights lie. A plain value, one file each; see docs/architecture.md. */
export interface Family<C = unknown> {
  /** `model_type` of the configs that it reads. */
  readonly modelType: string
  readonly title: string
  readonly kind: 'decoder' | 'encoder'
  readonly normPlace: 'pre' | 'post'
  /** How the linear maps of the blocks lie; heads are always `out-in`. */
  readonly layout: Layout
  /** The keys of config.json that it reads, with the defaults that transformers gives those left out. */
  readonly config: z.ZodType<C>
  facts(config: C, raw: Readonly<Record<string, unknown>>, file: string): Facts
  /** What may stand before every name, tried in order: checkpoints of the bare model leave it out. */
  readonly prefixes: readonly string[]
  readonly weights: WeightNames
  /** Tensors that lie in the blocks and are no weights: masks and tables that older files hold as buffers. */
  readonly buffers: readonly RegExp[]
}

/** Infers the config's type from its schema. */
export function family<C>(definition: Family<C>): Family<C> {
  return definition
}
