import type * as z from 'zod'
import type { ModelKind } from '../../shared/model-info'
import type { Squash, TaskHeadName } from '../../shared/task-head'
import type {
  Activation,
  Alibi,
  EmbedProjection,
  Experts,
  Gating,
  Layout,
  NormKind,
  QkvLayout,
  RelativeBias,
  Rotary,
  Sizes,
  TaskHeadReads,
} from './architecture'

/** A linear map's name in the checkpoint, without `.weight` and `.bias`, and whether it has a bias: checked against the file. */
export interface LinearName {
  readonly name: string
  readonly biased: boolean
}

export const linear = (name: string, biased = false): LinearName => ({ name, biased })

/** A norm's name, without `.weight` and `.bias`. */
export type NormName = string

export interface NormPlan extends NormKind {
  /** As LayerNorms are and RMSNorms are not, when left out. */
  readonly biased?: boolean
  /** False for norms without weight and bias, whose names then name nothing. */
  readonly weighted?: boolean
}

/** What a config says about a model, with the names of its weights where `Architecture` has the weights. */
export interface Plan extends StackPlan {
  readonly unembed: UnembedPlan
  readonly pooler?: PoolerPlan
  /** In the order in which they are looked for; when left out, those that every decoder may have, and none of other models. */
  readonly taskHeads?: readonly TaskHeadPlan[]
  /** Of an encoder–decoder, whose other fields are its decoder's. */
  readonly encoder?: StackPlan
}

export interface StackPlan {
  readonly sizes: Sizes
  /** Of every norm of the stream. */
  readonly norm: NormPlan
  readonly embed: {
    readonly table: string
    /** 1 when left out. */
    readonly scale?: number
    readonly projection?:
      | { readonly name: LinearName; readonly width: number; readonly of: EmbedProjection['of'] }
      | undefined
    readonly positions?: PositionsPlan
    readonly tokenTypes?: { readonly table: string; readonly count: number }
    readonly norm?: NormName
  }
  readonly block: (layer: number) => BlockPlan
  readonly finalNorm?: NormName | undefined
  readonly alibi?: Alibi | undefined
}

/** Learned ones lie in a table. */
export type PositionsPlan =
  | 'sinusoidal'
  | { readonly sines: 'fairseq'; readonly offset: number; readonly uncounted: number }
  | { readonly table: string; readonly offset?: number; readonly uncounted?: number | null }

export interface BlockPlan {
  /** `serial` when left out. */
  readonly order?: 'serial' | 'parallel'
  readonly attention: AttentionPlan
  /** In the blocks of a decoder that reads an encoder. */
  readonly cross?: AttentionPlan
  readonly mlp: MlpPlan
}

export interface NormsPlan {
  /** 1 when left out. */
  readonly writeScale?: number
  readonly before?: NormName | undefined
  readonly after?: NormName | undefined
  readonly afterSum?: NormName | undefined
}

export interface AttentionPlan extends NormsPlan {
  readonly causal: boolean
  readonly scale: number
  readonly window?: number | null
  readonly softCap?: number | null
  readonly rotary?: Rotary | null
  readonly alibi?: boolean
  /** The table may be one for several layers. */
  readonly relative?: Omit<RelativeBias, 'table'> & { readonly table: string }
  readonly headNorms?: HeadNormsPlan | undefined
  readonly clip?: number | null
  readonly sinks?: string
  readonly qkv:
    | { readonly q: LinearName; readonly k: LinearName; readonly v: LinearName }
    | { readonly fused: LinearName; readonly layout: QkvLayout }
  readonly out: LinearName
}

export interface HeadNormsPlan extends NormPlan {
  readonly over: 'head' | 'all'
  /** One name for all heads, or one for each. */
  readonly q: readonly NormName[]
  readonly k: readonly NormName[]
}

export type MlpPlan = NormsPlan & (PlainMlpPlan | GatedMlpPlan | ExpertsPlan)

export interface PlainMlpPlan {
  readonly kind: 'plain'
  readonly activation: Activation
  readonly in: LinearName
  readonly out: LinearName
}

export interface GatedMlpPlan {
  readonly kind: 'gated'
  readonly gating: Gating
  /** `dMlp` of the sizes when left out. */
  readonly width?: number
  readonly gates:
    | { readonly gate: LinearName; readonly up: LinearName }
    | { readonly both: LinearName; readonly layout: 'halves' | 'pairs' }
  readonly out: LinearName
}

export interface ExpertsPlan {
  readonly kind: 'experts'
  readonly router: LinearName
  readonly count: number
  readonly perToken: number
  readonly weighing: Experts['weighing']
  /** Each expert's own tensors, or one tensor that holds all experts', in-out, with `${name}_bias` beside it. */
  readonly experts: { readonly each: (expert: number) => GatedMlpPlan } | { readonly stacked: GatedMlpPlan }
  readonly shared?: { readonly expert: GatedMlpPlan; readonly gate: LinearName }
}

/** Heads' names stand outside the prefix, unless they begin with it. */
export interface UnembedPlan {
  readonly table: string
  /** 1 when left out. */
  readonly scale?: number
  /** Whether the unembedding is W_E again; `unlessStored` where a file that holds `table` has its own. */
  readonly tied: boolean | 'unlessStored'
  readonly bias?: string | undefined
  /** Another name of the same, used where the file lacks the first. */
  readonly biasCopy?: string | undefined
  /** [1, vocabulary]: a buffer that a file may lack, and whose numbers are then 0. */
  readonly biasRow?: string
  readonly softCap?: number | null
  /** Below the prefix. */
  readonly projection?: LinearName | undefined
  readonly transform?: { readonly dense: LinearName; readonly activation: Activation; readonly norm: NormName }
  /** A tensor that is there when the head is. Without it, a tied head is W_E alone and always there. */
  readonly present?: string
  /** One that is there when another head has that tensor too. */
  readonly absent?: string
}

export interface PoolerPlan {
  /** Below the prefix. */
  readonly dense: LinearName
  readonly activation: Activation
}

/** A head that a family's checkpoints may have. Names stand outside the prefix. */
export interface TaskHeadPlan {
  readonly at: TaskHeadName
  /**
   * What the names of transformers' classes for it end in, in a config's `architectures`. Left out where the weights' own names
   * tell enough.
   */
  readonly task?: Task
  readonly reads: TaskHeadReads
  readonly transform?: { readonly dense: LinearName; readonly activation: Activation; readonly norm?: NormName }
  readonly out: LinearName
  /** Those of the config's `id2label` when left out. */
  readonly classes?: readonly string[]
  /** As the config's `problem_type` says when left out. */
  readonly squash?: Squash
}

type Task = 'SequenceClassification' | 'MultipleChoice' | 'TokenClassification' | 'QuestionAnswering'

/** A model family: what its config means and where its weights lie. A plain value, one file each; see docs/architecture.md. */
export interface Family<C = unknown> {
  /** `model_type` of the configs that it reads. */
  readonly modelType: string
  readonly title: string
  readonly kind: ModelKind
  /** Whether its decoder reads states that come with each run, from an encoder that hears or sees and is not computed. */
  readonly givenStates?: boolean
  /** How the linear maps of the blocks lie, `out-in` when left out; heads are always `out-in`. */
  readonly layout?: Layout
  /**
   * The keys of config.json that it reads, with the defaults that transformers gives those left out. A key of which one value
   * alone is computed is a literal: others are refused with the key's name.
   */
  readonly config: z.ZodType<C> & { readonly shape: Readonly<Record<string, unknown>> }
  /** Keys that transformers writes and that change no number, besides those in `withoutEffect`. */
  readonly ignored?: readonly string[]
  plan(config: C, file: string): Plan
  /** What may stand before every name, tried in order: checkpoints of the bare model leave it out. */
  readonly prefixes: readonly string[]
  /** Below the prefix, what the names of all blocks' tensors begin with. */
  readonly blocks: string
  /** The same of an encoder–decoder's encoder. */
  readonly encoderBlocks?: string
  /** Tensors that are no weights of their own: masks and tables that older files hold as buffers, and copies of tied biases. */
  readonly buffers?: readonly RegExp[]
}

/** Infers the config's type from its schema. */
export function family<C>(definition: Family<C>): Family<C> {
  return definition
}
