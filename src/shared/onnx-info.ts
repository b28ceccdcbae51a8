import * as z from 'zod'

/** A value that goes into a graph or comes out of it. */
export const graphPort = z.object({
  name: z.string(),
  /** As ONNX names it (`FLOAT16`); empty for what is no tensor. */
  dtype: z.string(),
  /** Sizes that are not fixed by their names, `?` where they have none; null where nothing is said. */
  shape: z.array(z.union([z.int(), z.string()])).nullable(),
})

/** What an ONNX file holds, from the file alone. */
export const onnxInfo = z.object({
  path: z.string(),
  name: z.string(),
  /** The program that wrote it, with its version where it says. */
  producer: z.string(),
  /** Each set of operators with its version; the standard one's domain is `ai.onnx`. */
  opsets: z.array(z.object({ domain: z.string(), version: z.int() })),
  nodes: z.int(),
  /** Operators outside the standard set, most used first. */
  ownOperators: z.array(z.object({ name: z.string(), count: z.int() })),
  inputs: z.array(graphPort),
  outputs: z.array(graphPort),
  /** Weights that are mapped from files. */
  mappedTensors: z.int(),
  mappedBytes: z.int(),
  files: z.int(),
  bytes: z.int(),
  hasTokenizer: z.boolean(),
  fingerprint: z.string(),
})

/** What an input is for, as the finder made out. */
export const inputRole = z.enum(['ids', 'types', 'positions', 'mask', 'past', 'data', 'flag', 'unknown'])

/** Numbers for an input of a graph: here, or the one F32 tensor of a safetensors file. */
export const givenInput = z.union([
  z.object({
    numbers: z.array(z.number()).min(1).max(10_000_000),
    /** Null where the input's own declaration and their count tell. */
    shape: z.array(z.int().min(0)).max(16).nullable(),
  }),
  z.object({ file: z.string() }),
])

/** What a stack's positions stand for. */
export const foundPositions = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('tokens') }),
  /** Parts of the image that an input takes, row by row, between so many special tokens. */
  z.object({
    kind: z.literal('patches'),
    input: z.string(),
    rows: z.int(),
    columns: z.int(),
    /** Pixels from one to the next, down and to the right; null where that is not told. */
    patch: z.tuple([z.number(), z.number()]).nullable(),
    leading: z.int(),
    trailing: z.int(),
  }),
  /** Pieces of a sound or of another series; `step` is how many of the input's numbers or rows one is after the last. */
  z.object({
    kind: z.literal('frames'),
    input: z.string(),
    step: z.number().nullable(),
    /** How many of them one is made of, less what is put around them; null where that is not told. */
    reach: z.number().nullable(),
    leading: z.int(),
  }),
])

export const foundStack = z.object({
  at: z.enum(['blocks', 'encoder', 'decoder']),
  layers: z.int(),
  heads: z.int(),
  keyHeads: z.int(),
  dModel: z.int(),
  dHead: z.int(),
  /** Null where no MLP is seen into, or they differ. */
  dMlp: z.int().nullable(),
  positions: foundPositions,
})

/** Numbers of a run that must agree where the hook points are where they are said to be. */
export const graphProof = z.object({
  what: z.enum(['logits', 'patterns', 'values', 'written', 'stream', 'fused']),
  /**
   * The largest difference, and the most that there may be; of `logits` 0, since they must be the same to the bit where no
   * operator was replaced.
   */
  error: z.number(),
  bound: z.number(),
  /** How many were compared. */
  count: z.int(),
  /** The hook point with the largest difference. */
  place: z.string(),
})

/** What is seen inside a graph: a transformer's blocks, or why none are. */
export const graphStructure = z.discriminatedUnion('kind', [
  z.object({
    kind: z.literal('found'),
    /** None where the graph is no transformer. */
    stacks: z.array(foundStack),
    roles: z.record(z.string(), inputRole),
    /** Names of the hook points that were found, and how many such a model has. */
    hooks: z.array(z.string()),
    hookPoints: z.int(),
    vocabulary: z.int().nullable(),
    /** Whether it ends in scores of the words. */
    unembeds: z.boolean(),
    /** What was changed in memory so that the graph can be seen into, in sentences; the file stays as it is. */
    changes: z.array(z.string()),
    missing: z.array(z.object({ what: z.string(), reason: z.string(), near: z.array(z.string()) })),
    /** Null where they were not asked for. */
    proofs: z.array(graphProof).nullable(),
  }),
  z.object({ kind: z.literal('none'), reason: z.string() }),
])

export const onnxLook = z.object({ info: onnxInfo, structure: graphStructure })

export type GivenInput = z.infer<typeof givenInput>
export type GraphPort = z.infer<typeof graphPort>
export type OnnxInfo = z.infer<typeof onnxInfo>
export type FoundPositions = z.infer<typeof foundPositions>
export type GraphProof = z.infer<typeof graphProof>
export type GraphStructure = z.infer<typeof graphStructure>
export type OnnxLook = z.infer<typeof onnxLook>
