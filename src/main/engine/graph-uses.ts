import type { ReadGraph } from '../inference'
import { graphOf, weightUses } from '../structure'

type GraphUses = ReturnType<typeof weightUses>

/** The graph is walked once for counts and matrices. */
const known = new WeakMap<ReadGraph, GraphUses>()

/** What each weight of an ONNX file is for. */
export function usesInGraph(read: ReadGraph): GraphUses {
  const uses = known.get(read) ?? weightUses(graphOf(read.file), read)
  known.set(read, uses)
  return uses
}
