import type { OnnxFile } from '../checkpoint'
import { probeOnnx } from '../graph'
import { type FoundInputs, type Graph, type ProbedShapes, recogniseInputs, seenInto } from '../structure'
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
async function probeShapes(file: OnnxFile, graph: Graph, { inputs, words }: FoundInputs): Promise<ProbedShapes> {
  const beside = graph.ops.filter(({ origin }) => origin === 'beside').map(({ node }) => node)
  const values = graph.ops
    .filter(({ type }) => hasTensors(type))
    .flatMap(({ outputs }) => outputs.filter((name) => name !== ''))
  const emitted = probeOnnx(file, values, beside)
  const fixed = fixedSizes(inputs)
  const sizesOf = (most: number) => {
    const sizes = runs.map(({ batch, length }) => ({
      batch: fixed.batch ?? Math.min(batch, most),
      length: fixed.length ?? length,
    }))
    return fixed.batch === null || fixed.length === null ? sizes : sizes.slice(0, 1)
  }
  const session = await openUnchanged(emitted)
  const run = async (sizes: readonly { batch: number; length: number }[]): Promise<ProbedShapes> => {
    const of = new Map<string, number[][]>()
    const rows = Math.min(...words.map((lookup) => lookup.rows ?? 100), 30_000)
    for (const { batch, length } of sizes) {
      const ids = Array.from({ length: batch }, (_, row) =>
        Array.from({ length }, (_, at) => (7 + 13 * at + 29 * row) % rows),
      )
      const feeds = onnxFeeds(inputs, { tokenIds: ids })
      const shapes = await session.run(feeds, [...emitted.outputs.values()])
      const note = (value: string, shape: number[]) => of.set(value, [...(of.get(value) ?? []), shape])
      for (const [value, { dims }] of Object.entries(feeds)) note(value, [...dims])
      for (const [value, output] of emitted.outputs)
        note(value, Array.from(shapes[output]!.data as BigInt64Array, Number))
    }
    for (const [name, { dims }] of graph.initializers) {
      of.set(
        name,
        sizes.map(() => dims.map(Number)),
      )
    }
    return { batch: sizes.map(({ batch }) => batch), length: sizes.map(({ length }) => length), of }
  }
  try {
    // Some say that they take several texts, and take one.
    return await run(sizesOf(Number.POSITIVE_INFINITY)).catch(() => run(sizesOf(1)))
  } finally {
    await session.release()
  }
}

/** Lists of tensors and the like have no shape. */
function hasTensors(type: string): boolean {
  return !/Sequence|Optional|^If$|^Loop$|^Scan$|ZipMap/.test(type)
}

/**
 * A graph with its fused nodes seen into, and the shapes of all its values. What the inputs are for stays as it was recognised;
 * the rows that ids choose are those of the graph seen into, where a fused node takes them.
 */
export async function seeThrough(
  file: OnnxFile,
  plain: Graph,
  inputs: FoundInputs,
): Promise<{ graph: Graph; shapes: ProbedShapes; inputs: FoundInputs }> {
  const shapes = await probeShapes(file, plain, inputs)
  const graph = seenInto(plain, shapes)
  if (!graph.ops.some(({ origin }) => origin !== 'file')) return { graph, shapes, inputs }
  const seen = { ...recogniseInputs(graph), inputs: inputs.inputs }
  return { graph, shapes: await probeShapes(file, graph, seen), inputs: seen }
}
