import type { OnnxFile } from '../checkpoint'
import { graphOf, graphWeights } from '../structure'

/** A weight of fewer bytes than this share of all is not named. */
const named = 0.01

/** What an ONNX file says of its weights: how many numbers, and their types, the one of most bytes first. */
export function weightsIn(file: OnnxFile): { parameters: number; types: string } {
  const weights = graphWeights(graphOf(file))
  const bytes = new Map<string, number>()
  for (const { type, bytes: own } of weights) bytes.set(type, (bytes.get(type) ?? 0) + own)
  const all = [...bytes.values()].reduce((sum, count) => sum + count, 0)
  const types = [...bytes]
    .filter(([, count]) => count >= named * all)
    .sort((a, b) => b[1] - a[1])
    .map(([name]) => name)
    .join(' + ')
  return { parameters: weights.reduce((sum, { parameters }) => sum + parameters, 0), types }
}
