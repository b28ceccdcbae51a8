import * as z from 'zod'
import { modelKind } from './model-info'

/**
 * What a parameter is for, in the order in which a token meets them. `other` are those of an ONNX graph whose use was not found, and
 * tables of angles, masks and the like that it holds beside what was trained.
 */
export const partKinds = [
  'embedding',
  'positions',
  'query',
  'key',
  'value',
  'output',
  'router',
  'gate',
  'up',
  'down',
  'norm',
  'bias',
  'head',
  'unembedding',
  'unused',
  'other',
] as const

export const partKind = z.enum(partKinds)

/** `blocks` of a model that is one stack; see `StackName`. */
const stack = z.enum(['blocks', 'encoder', 'decoder'])

/** Parameters of one kind in one layer, or beside the layers where `layer` is null. */
export const anatomyPart = z.object({
  kind: partKind,
  stack: stack.nullable(),
  layer: z.int().nullable(),
  parameters: z.int(),
  /** As stored, or as the config's dtype would have them. */
  bytes: z.number(),
})

/** One attention, as far as its work and its cache go. */
export const attentionWork = z.object({
  stack,
  heads: z.int(),
  keyHeads: z.int(),
  dHead: z.int(),
  /** Tokens that a query sees back; null for all. */
  window: z.int().nullable(),
  /** Whether keys and values are an encoder's. */
  cross: z.boolean(),
})

/** A model that somebody published, known by its config. */
export const publishedModel = z.object({
  id: z.string(),
  title: z.string(),
  /** The size as its authors give it. */
  stated: z.string(),
  source: z.object({ text: z.string(), url: z.string() }),
})

export const anatomy = z.object({
  name: z.string(),
  family: z.string(),
  kind: modelKind,
  /** Whether it was counted in the files of a model, or from a config alone. */
  of: z.enum(['weights', 'config']),
  /** Null for a published model. */
  path: z.string().nullable(),
  /** Of the files; null where there are none. */
  fingerprint: z.string().nullable(),
  published: publishedModel.nullable(),
  dtype: z.string(),
  layers: z.int(),
  heads: z.int(),
  keyHeads: z.int(),
  dModel: z.int(),
  dHead: z.int(),
  /** Null for an ONNX graph whose MLPs differ or were not seen into. */
  dMlp: z.int().nullable(),
  vocabulary: z.int(),
  /** Null for an ONNX graph that does not say it. */
  context: z.int().nullable(),
  /** Whether the unembedding is the embedding again, which is then counted once. */
  tied: z.boolean(),
  /** Of all parts. */
  parameters: z.int(),
  bytes: z.number(),
  /** By stack, layer and kind; what has no parameters is left out. */
  parts: z.array(anatomyPart),
  /**
   * Weights of linear maps that one token is multiplied with: in a mixture of experts those of its own experts. Null for an ONNX
   * graph with experts, of which a run decides who meets which.
   */
  products: z
    .object({
      /** In the stack that gives the answer, the unembedding apart. */
      stack: z.number(),
      unembedding: z.number(),
      /** In an encoder, for each of its tokens. */
      encoder: z.number(),
      /** In cross-attentions' keys and values, for each of the encoder's tokens. */
      source: z.number(),
    })
    .nullable(),
  attentions: z.array(attentionWork),
})

/** Which parts: all of a kind in a layer, or beside the layers. */
export const partPlace = anatomyPart.pick({ kind: true, stack: true, layer: true })

export type PartKind = z.infer<typeof partKind>
export type AnatomyPart = z.infer<typeof anatomyPart>
export type PartPlace = z.infer<typeof partPlace>
export type AttentionWork = z.infer<typeof attentionWork>
export type PublishedModel = z.infer<typeof publishedModel>
export type Anatomy = z.infer<typeof anatomy>

export const partNames: Readonly<Record<PartKind, string>> = {
  embedding: 'Embedding',
  positions: 'Positions and types',
  query: 'Query',
  key: 'Key',
  value: 'Value',
  output: 'Output',
  router: 'Router',
  gate: 'MLP gate',
  up: 'MLP up',
  down: 'MLP down',
  norm: 'Norms',
  bias: 'Biases',
  head: 'Heads',
  unembedding: 'Unembedding',
  unused: 'Not computed with',
  other: 'Not told apart',
}

/** Parameters of each kind, in the order of `partKinds`; kinds that a model has not are left out. */
export function byKind({ parts }: Pick<Anatomy, 'parts'>): { kind: PartKind; parameters: number; bytes: number }[] {
  return partKinds.flatMap((kind) => {
    const own = parts.filter((part) => part.kind === kind)
    const total = (of: 'parameters' | 'bytes') => own.reduce((sum, part) => sum + part[of], 0)
    return own.length > 0 ? [{ kind, parameters: total('parameters'), bytes: total('bytes') }] : []
  })
}

/** The matrices of attention: queries, keys, values and outputs of all layers. */
export function attentionParameters({ parts }: Pick<Anatomy, 'parts'>): number {
  const isOf = ({ kind }: AnatomyPart) => kind === 'query' || kind === 'key' || kind === 'value' || kind === 'output'
  return parts.filter(isOf).reduce((sum, { parameters }) => sum + parameters, 0)
}
