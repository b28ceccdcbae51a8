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

export type GraphPort = z.infer<typeof graphPort>
export type OnnxInfo = z.infer<typeof onnxInfo>
