import type { OnnxFile } from '../checkpoint'
import { probeOnnx } from '../graph'
import type { NodeProto } from '../onnx-format'
import type { FoundInputs, Graph, ProbedShapes } from '../structure'
import { fixedSizes, onnxFeeds } from './onnx-feeds'
import { openUnchanged } from './session'

/** Of sizes that nothing else in a model has, and different in the two runs, so that they can be told apart. */
const runs = [
  { batch: 2, length: 5 },
  { batch: 3, length: 7 },
]

/**
 * Runs a graph on two small batches and asks for the shape of every value, since exporters leave most of them out. One run
 * where the graph takes one size alone. The numbers themselves are not looked at. `beside` are nodes that are not the file's.
 */
export async function probeShapes(
  file: OnnxFile,
  graph: Graph,
  { inputs, words }: FoundInputs,
  beside: readonly NodeProto[] = [],
): Promise<ProbedShapes> {
  const values = graph.ops
    .filter(({ type }) => hasTensors(type))
    .flatMap(({ outputs }) => outputs.filter((name) => name !== ''))
  const emitted = probeOnnx(file, values, beside)
  const fixed = fixedSizes(inputs)
  const sizes = runs.map(({ batch, length }) => ({ batch: fixed.batch ?? batch, length: fixed.length ?? length }))
  const different = fixed.batch === null || fixed.length === null ? sizes : sizes.slice(0, 1)
  const session = await openUnchanged(emitted)
  try {
    const of = new Map<string, number[][]>()
    const rows = Math.min(...words.map((lookup) => lookup.rows ?? 100), 30_000)
    for (const { batch, length } of different) {
      const ids = Array.from({ length: batch }, (_, row) =>
        Array.from({ length }, (_, at) => (7 + 13 * at + 29 * row) % rows),
      )
      const shapes = await session.run(onnxFeeds(inputs, { tokenIds: ids }), [...emitted.outputs.values()])
      for (const [value, output] of emitted.outputs) {
        const shape = Array.from(shapes[output]!.data as BigInt64Array, Number)
        const known = of.get(value)
        if (known) known.push(shape)
        else of.set(value, [shape])
      }
    }
    for (const [name, { dims }] of graph.initializers)
      of.set(
        name,
        different.map(() => dims.map(Number)),
      )
    return { batch: different.map(({ batch }) => batch), length: different.map(({ length }) => length), of }
  } finally {
    await session.release()
  }
}

/** Lists of tensors and the like have no shape. */
function hasTensors(type: string): boolean {
  return !/Sequence|Optional|^If$|^Loop$|^Scan$|ZipMap/.test(type)
}
