import type { ModelKind } from '../../shared/model-info'
import type { StackName } from '../../shared/taps'
import type { Squash, TaskHeadName } from '../../shared/task-head'
import type { StoredTensor } from '../checkpoint'

/**
 * What a checkpoint's model computes, out of a small set of parts, with each weight found and its shape checked: the value
 * that leaves this room. Each block says what it has of its own, so that layers may differ. The graph room writes it down as
 * ONNX and knows no family.
 */
export interface Architecture extends Stack {
  /** `model_type` of the config. */
  readonly family: string
  readonly kind: ModelKind
  /** Null where the checkpoint has no head that scores the vocabulary. */
  readonly unembed: Unembed | null
  /** What makes the first token into a vector for the whole text. */
  readonly pooler: Pooler | null
  /** Of a model for another task than words, such as classes. */
  readonly taskHead: TaskHead | null
  /** The stack whose last states the cross-attentions of this one read, in an encoder–decoder. */
  readonly encoder: Stack | null
  /** Whether those states are given with each run, since they come from no text (Whisper hears). */
  readonly givenStates: boolean
  /** Modules of the checkpoint whose weights no hook point needs; sorted. */
  readonly unused: readonly string[]
}

/** An embedding and the blocks on it. */
export interface Stack {
  /** Where its hook points stand. */
  readonly at: StackName
  readonly sizes: Sizes
  readonly embed: Embed
  readonly blocks: readonly Block[]
  /** Null in a post-norm model. */
  readonly finalNorm: Norm | null
  /** Those that blocks turn by, each once. */
  readonly rotaries: readonly Rotary[]
  /** Of the blocks whose attention has it. */
  readonly alibi: Alibi | null
}

export interface Sizes {
  readonly layers: number
  readonly heads: number
  /** Heads of keys and values; a divisor of `heads`. */
  readonly keyHeads: number
  readonly dModel: number
  readonly dHead: number
  /** Of one expert, where there are experts. */
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
  /** Whether the weight is stored as its difference from 1, as Gemma has it. */
  readonly plusOne?: boolean
}

export interface Norm extends NormKind {
  readonly width: number
  /** Null where it has none, and all are 1 (OLMo; Groeneveld et al. 2024). */
  readonly weight: StoredTensor | null
  /** Null for RMSNorm, and for LayerNorms that leave it out. */
  readonly bias: StoredTensor | null
}

/** `in-out`: x · W, as GPT-2 stores it. `out-in`: x · Wᵀ, as nearly everybody else does. */
export type Layout = 'in-out' | 'out-in'

export interface Linear {
  readonly weight: StoredTensor
  readonly layout: Layout
  readonly bias: StoredTensor | null
}

export interface Embed {
  /** W_E: [vocabulary, d_model], or [vocabulary, narrower] where there is a `projection`. */
  readonly table: StoredTensor
  /** What its rows are multiplied with; √d_model in Gemma. */
  readonly scale: number
  /** Where the table is narrower than the stream. */
  readonly projection: EmbedProjection | null
  /** Null where no vector stands for a position. */
  readonly positions: Positions | null
  /** [types, d_model or narrower]. */
  readonly tokenTypes: StoredTensor | null
  /** Applied to the sum of the above. */
  readonly norm: Norm | null
}

/**
 * A factorised embedding. `rows`: of the words' rows alone, before the rest is added (OPT-350m). `sum`: of the whole, so that
 * positions, types and the norm are as narrow as the table (ELECTRA; Lan et al. 2019, "ALBERT").
 */
export interface EmbedProjection {
  readonly of: 'rows' | 'sum'
  readonly linear: Linear
}

export type Positions = LearnedPositions | SinusoidalPositions

export interface LearnedPositions {
  readonly kind: 'learned'
  /** W_pos: [offset + context, d_model or narrower] */
  readonly table: StoredTensor
  /** Position p has row p + offset. */
  readonly offset: number
  /** An id that takes no position: its row is offset − 1, and the tokens after it count on without it (RoBERTa's padding). */
  readonly uncounted: number | null
}

/**
 * Sines of the position in the first half of the dimensions and cosines in the second, of wavelengths from 2π to 10,000 · 2π
 * (Vaswani et al. 2017, who interleave the two; Marian does not). The last wavelength is that of the next, were there one more,
 * or with `reached` that of the last itself, as in fairseq.
 */
export interface SinusoidalPositions {
  readonly kind: 'sinusoidal'
  readonly reached: boolean
  /** Position p is taken for p + offset. */
  readonly offset: number
  /** An id that takes no position, and has a vector of zeros: the tokens after it count on without it. */
  readonly uncounted: number | null
}

/**
 * `serial`: attention is added to the stream, and the MLP reads the sum. `parallel`: both read the stream as it was before the
 * block, and are added at once (GPT-J, Wang and Komatsuzaki 2021).
 */
export interface Block {
  readonly order: 'serial' | 'parallel'
  readonly attention: Attention
  /** Attention whose queries come from this stack and whose keys and values from the encoder's last states; after `attention`. */
  readonly cross: Attention | null
  readonly mlp: Mlp
}

/** Where norms stand around attention or an MLP; null where none does; and what is done to what it writes. */
export interface PartNorms {
  /** Of what it reads. Without one a parallel block's MLP reads what attention's norm gave. */
  readonly before: Norm | null
  /** What it writes is multiplied with that first; 1 but in Granite. */
  readonly writeScale: number
  /** Of what it writes, before that is added (Gemma 2, OLMo 2). */
  readonly after: Norm | null
  /** Of the stream, after it was added (BERT). */
  readonly afterSum: Norm | null
}

export interface Attention extends PartNorms {
  readonly causal: boolean
  /** How many tokens a query sees back, itself among them; null for all. */
  readonly window: number | null
  /** What q·k is multiplied with before the softmax. */
  readonly scale: number
  /** c in c · tanh(score / c), which keeps scores within ±c (Gemma 2; Bello et al. 2016). */
  readonly softCap: number | null
  /** Null in a layer that does not turn queries and keys. */
  readonly rotary: Rotary | null
  /** Whether the model's `alibi` is added to the scores. */
  readonly alibi: boolean
  /** What is learnt for distances and added to the scores. */
  readonly relative: RelativeBias | null
  /** Norms of queries and keys, before they are turned (Dehghani et al. 2023, "Scaling Vision Transformers to 22B"). */
  readonly headNorms: HeadNorms | null
  /** [heads]: a score for no token at all, which takes its share of the softmax (gpt-oss; Miller 2023, "softmax1"). */
  readonly sinks: StoredTensor | null
  readonly qkv: Qkv
  /** Queries, keys and values are held within ± this once they are projected; null for no bound (OLMo). */
  readonly clip: number | null
  readonly out: Linear
}

export interface HeadNorms {
  /** Over each head's dimensions, or over all heads' together. */
  readonly over: 'head' | 'all'
  /** One for all heads, or one for each. */
  readonly q: readonly Norm[]
  readonly k: readonly Norm[]
}

/** Three projections, or one for all. */
export type Qkv =
  | {
      readonly fused: false
      /** Whether q and k come with the two dimensions that turn together side by side in each head, which the graph undoes. */
      readonly paired: boolean
      readonly q: Linear
      readonly k: Linear
      readonly v: Linear
    }
  | { readonly fused: true; readonly all: Linear; readonly layout: QkvLayout }

/**
 * How q, k and v lie in one output. `parts`: all of q, all of k, all of v. `groups`: for each head of keys the queries that read
 * it, its key, its value; with as many heads of keys as of queries that is q, k, v head by head.
 */
export type QkvLayout = 'parts' | 'groups'

/** Rotary position embedding (Su et al. 2021) of a head's first `dimensions`. */
export interface Rotary {
  readonly theta: number
  /** Dimensions that turn; even. */
  readonly dimensions: number
  /** Which two dimensions turn together: i and i + dimensions / 2 (`halves`), or 2i and 2i + 1 (`pairs`). */
  readonly layout: 'halves' | 'pairs'
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
  | {
      readonly kind: 'longrope'
      readonly originalLongest: number
      /** What each frequency is divided by, in prompts within the original length and beyond it. */
      readonly short: readonly number[]
      readonly long: readonly number[]
      readonly attentionFactor: number
    }

/** Attention with linear biases (Press et al. 2022): slope · (key − query) is added to a score. */
export interface Alibi {
  readonly heads: number
  /** What the bias is multiplied with: 1 in BLOOM, the scores' own scale in Falcon. */
  readonly scale: number
  /** Whether slopes and biases are rounded to bfloat16, as Falcon was trained with. */
  readonly rounded: boolean
}

/**
 * Relative position bias (Shaw et al. 2018; Raffel et al. 2020, "T5"): a score's share by the distance of its key, which falls
 * into one of a few buckets, each with a number for every head.
 */
export interface RelativeBias {
  /** [buckets, heads] */
  readonly table: StoredTensor
  readonly buckets: number
  /** From this distance on all are in the last bucket. */
  readonly longest: number
  /** Whether all buckets are for keys before the query, as where none after it is seen; otherwise half are for each side. */
  readonly past: boolean
}

export const activations = ['relu', 'silu', 'gelu', 'gelu_tanh', 'quick_gelu', 'tanh'] as const
export type Activation = (typeof activations)[number]

export type Mlp = PartNorms & (PlainMlp | GatedMlp | Experts)

export interface PlainMlp {
  readonly kind: 'plain'
  readonly activation: Activation
  readonly in: Linear
  readonly out: Linear
}

/** act(gate(x)) · up(x), and `out` of that (Shazeer 2020, "GLU Variants Improve Transformer"). */
export interface GatedMlp {
  readonly kind: 'gated'
  readonly gating: Gating
  readonly gates: Gates
  readonly out: Linear
}

/**
 * `plain`: act(gate) · up. `clamped`, gpt-oss's: gate is held below `limit` and up within ±limit; gate · sigmoid(alpha · gate) ·
 * (up + 1).
 */
export type Gating =
  | { readonly kind: 'plain'; readonly activation: Activation }
  | { readonly kind: 'clamped'; readonly limit: number; readonly alpha: number }

/** Two products, or one whose output holds both: gate first and then up (`halves`), or one of each in turn (`pairs`). */
export type Gates =
  | { readonly fused: false; readonly gate: Linear; readonly up: Linear }
  | { readonly fused: true; readonly both: Linear; readonly layout: 'halves' | 'pairs' }

/** A mixture of experts (Shazeer et al. 2017; Jiang et al. 2024, "Mixtral of Experts"): a router sends each token to a few. */
export interface Experts {
  readonly kind: 'experts'
  readonly router: Linear
  readonly perToken: number
  /**
   * With what an expert's output is multiplied: its probability among all (`all`), the same by the chosen ones' sum
   * (`all-normalised`), or a softmax over the chosen ones' scores (`chosen`); the last two differ in rounding alone.
   */
  readonly weighing: 'all' | 'all-normalised' | 'chosen'
  readonly experts: readonly GatedMlp[]
  /** One that every token goes through besides, whose output is multiplied with sigmoid(gate(x)) (Qwen1.5-MoE). */
  readonly shared: { readonly expert: GatedMlp; readonly gate: Linear } | null
}

export interface Unembed {
  /** BERT's masked-word head goes through a dense layer, an activation and a norm first; it may narrow the stream to W_E's width. */
  readonly transform: { readonly dense: Linear; readonly activation: Activation; readonly norm: Norm } | null
  /** To a table that is narrower than the stream, where no `transform` leads there (OPT-350m). */
  readonly projection: Linear | null
  /** What the stream is multiplied with before `table`; 1/√d_model in T5. */
  readonly scale: number
  /** W_Uᵀ: [vocabulary, d_model or narrower]. */
  readonly table: StoredTensor
  readonly bias: StoredTensor | null
  /** c in c · tanh(logit / c) (Gemma 2). */
  readonly softCap: number | null
  /** Whether `table` is W_E. */
  readonly tied: boolean
}

/** A dense layer and an activation on the first token's last state (Devlin et al. 2018): a vector for the whole text. */
export interface Pooler {
  readonly dense: Linear
  readonly activation: Activation
}

/** A linear map from the end of the stream to classes, mostly by a dense layer of its own. */
export interface TaskHead {
  readonly at: TaskHeadName
  readonly reads: TaskHeadReads
  /** Of tokens that `last` passes over; null where the config names none. */
  readonly padding: number | null
  readonly transform: { readonly dense: Linear; readonly activation: Activation; readonly norm: Norm | null } | null
  /** [classes, d_model], out-in. */
  readonly out: Linear
  /** As many as `out` has rows. */
  readonly classes: readonly string[]
  readonly squash: Squash
}

/** What the pooler gives, one token of the stream, the tokens' mean, or each token for itself. */
export type TaskHeadReads = 'pooler' | 'first' | 'last' | 'mean' | 'each'

/** Whether the stream goes through a norm after each sum, as in BERT and OPT-350m. */
export function isPostNorm({ blocks }: Stack): boolean {
  return blocks.some(({ attention }) => attention.afterSum !== null)
}
