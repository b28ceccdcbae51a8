import type { TapModel } from '../../shared/taps'
import type { NodeProto } from '../onnx-format'
import type { Step } from './axes'
import type { FoundParts } from './found-parts'
import type { FoundInput } from './inputs'
import type { Positions } from './positions'

/** Where a hook point's numbers are in the graph, and how they come into its axes (src/shared/taps.ts). */
export interface FoundHook {
  readonly name: string
  readonly value: string
  readonly steps: readonly Step[]
}

/** What was looked for in vain, and why. */
export interface Missing {
  /** A hook point, or several of one kind with `*` for the layer. */
  readonly what: string
  readonly reason: string
  /** The nodes nearest to where it ought to be. */
  readonly near: readonly string[]
}

export interface FoundStack {
  readonly at: 'blocks' | 'encoder' | 'decoder'
  readonly layers: number
  readonly heads: number
  readonly keyHeads: number
  readonly dModel: number
  readonly dHead: number
  /** Null where the MLPs differ or none is seen into. */
  readonly dMlp: number | null
  readonly positions: Positions
}

/** What a fused node gives, and the value beside it that ought to be the same. */
export interface FusedTwin {
  readonly own: string
  readonly beside: string
}

/** What the finder made of a graph: the value that leaves this room. */
export interface FoundModel {
  readonly inputs: readonly FoundInput[]
  /** None where the graph is no transformer. The last is the one that ends in scores, where one does. */
  readonly stacks: readonly FoundStack[]
  /** The facts that decide which hook points there ought to be; null without stacks. */
  readonly taps: TapModel | null
  readonly hooks: readonly FoundHook[]
  /** Nodes that are not the file's, which hook points within fused ones come from. */
  readonly beside: readonly NodeProto[]
  readonly twins: readonly FusedTwin[]
  readonly missing: readonly Missing[]
  /** What has the words' rows, and what scores them; null where there is none. */
  readonly embedding: { readonly table: string; readonly rows: number } | null
  readonly unembedding: { readonly weight: string; readonly logits: string; readonly vocabulary: number } | null
  readonly parts: FoundParts
}
