import { Fault } from '../../shared/fault'
import type { OnnxFile } from '../checkpoint'
import { probeOnnx } from '../graph'
import {
  type FoundInput,
  type FoundInputs,
  type Graph,
  type ProbedShapes,
  recogniseInputs,
  seenInto,
  sizesToTry,
} from '../structure'
import type { GivenInputs } from './given'
import { asked, fixedSizes, givenShape, onnxFeeds } from './onnx-feeds'
import { openUnchanged } from './session'
import { inputsOf, type Probe, probeOf } from './told-by-runs'

/** Of sizes that nothing else in a model has, and different in the two runs, so that they can be told apart. */
const runs = [
  { batch: 2, length: 5 },
  { batch: 3, length: 7 },
]

/**
 * Runs a graph on two small batches and asks for the shape of every value, since exporters leave most of them out. One run
 * where the graph takes one size alone. The numbers themselves are not looked at. `beside` are nodes that are not the file's.
 */
async function probeShapes(
  file: OnnxFile,
  graph: Graph,
  { inputs, words }: FoundInputs,
  given: GivenInputs,
): Promise<ProbedShapes> {
  const beside = graph.ops.filter(({ origin }) => origin === 'beside').map(({ node }) => node)
  const values = graph.ops
    .filter(({ type }) => hasTensors(type))
    .flatMap(({ outputs }) => outputs.filter((name) => name !== ''))
  const emitted = probeOnnx(file, values, beside)
  const session = await openUnchanged(emitted)
  const run = async (sizes: readonly Size[]): Promise<ProbedShapes> => {
    const of = new Map<string, number[][]>()
    const rows = Math.min(...words.map((lookup) => lookup.rows ?? 100), 30_000)
    for (const { batch, length } of sizes) {
      const ids = Array.from({ length: batch }, (_, row) =>
        Array.from({ length }, (_, at) => (7 + 13 * at + 29 * row) % rows),
      )
      const feeds = onnxFeeds(inputs, { tokenIds: ids }, given)
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
    return await run(sizesFor(inputs, given, Number.POSITIVE_INFINITY)).catch(() => run(sizesFor(inputs, given, 1)))
  } finally {
    await session.release()
  }
}

interface Size {
  readonly batch: number
  readonly length: number
}

/** Texts and tokens of each run, at most so many texts; those of what is given where that is a text, an image or the like. */
function sizesFor(inputs: readonly FoundInput[], given: GivenInputs, most: number): Size[] {
  const fixed = fixedSizes(inputs)
  const leading = inputs.filter(({ name, role }) => given.has(name) && role !== 'unknown')
  const [lead] = ['ids', 'mask', 'data', 'past'].flatMap((role) => leading.filter((input) => input.role === role))
  if (lead) {
    const [batch = 1, length = 1] = givenShape(lead, given.get(lead.name)!)
    const isText = lead.role === 'ids' || lead.role === 'mask'
    return [{ batch, length: (isText ? length : fixed.length) ?? runs[0]!.length }]
  }
  const sizes = runs.map(({ batch, length }) => ({
    batch: fixed.batch ?? Math.min(batch, most),
    length: fixed.length ?? length,
  }))
  return fixed.batch === null || fixed.length === null ? sizes : sizes.slice(0, 1)
}

/** Lists of tensors and the like have no shape. */
function hasTensors(type: string): boolean {
  return !/Sequence|Optional|^If$|^Loop$|^Scan$|ZipMap/.test(type)
}

/**
 * A graph with its fused nodes seen into, and the shapes of all its values; inputs with the sizes that it ran with. What the
 * inputs are for stays as it was recognised; the rows that ids choose are those of the graph seen into, where a fused node takes them.
 */
export async function seeThrough(
  file: OnnxFile,
  plain: Graph,
  recognised: FoundInputs,
  { given, known }: { readonly given: GivenInputs; readonly known: readonly Probe[] },
): Promise<{ graph: Graph; shapes: ProbedShapes; inputs: FoundInputs; probes: readonly Probe[] }> {
  const [first, second] = known
  const { inputs, shapes } = first
    ? { inputs: inputsOf(recognised, first), shapes: first.shapes }
    : await withStandIns(file, plain, recognised, given)
  const probe = probeOf(inputs, shapes)
  const graph = seenInto(plain, shapes)
  if (!graph.ops.some(({ origin }) => origin !== 'file')) return { graph, shapes, inputs, probes: [probe] }
  const seen = { ...recogniseInputs(graph), inputs: inputs.inputs }
  const all = second?.shapes ?? (await probeShapes(file, graph, seen, given))
  return { graph, shapes: all, inputs: seen, probes: [probe, probeOf(seen, all)] }
}

/** What is put into inputs of no known use for which nothing is given: of a factor, 1 changes nothing, and of a count it is one. */
const standIns = [1, 0, 2]

/** The shapes of a graph's values need no numbers of meaning: where some are missing, others stand for them. */
async function withStandIns(file: OnnxFile, graph: Graph, inputs: FoundInputs, given: GivenInputs) {
  const missing = inputs.inputs.filter(({ name, role }) => role === 'unknown' && !given.has(name))
  if (missing.length === 0) return firstThatRuns(file, graph, inputs, given)
  for (const stand of standIns) {
    const filled = inputs.inputs.map((input) => (missing.includes(input) ? { ...input, stand } : input))
    try {
      return await firstThatRuns(file, graph, { ...inputs, inputs: filled }, given)
    } catch (error) {
      if (!(error instanceof Fault)) throw error
    }
  }
  throw asked(missing[0]!)
}

/** Tries sizes of images and sounds where the file leaves them open. */
async function firstThatRuns(
  file: OnnxFile,
  graph: Graph,
  inputs: FoundInputs,
  given: GivenInputs,
): Promise<{ inputs: FoundInputs; shapes: ProbedShapes }> {
  const open = inputs.inputs.find(({ role, name }) => role === 'data' && !given.has(name))
  const sizes = open ? sizesToTry(graph, open) : []
  const withUsual = (usual: number[]): FoundInputs => ({
    ...inputs,
    inputs: inputs.inputs.map((input) => (input === open ? { ...input, usual } : input)),
  })
  let first: unknown
  for (const sized of sizes.length === 0 ? [inputs] : sizes.map(withUsual)) {
    try {
      return { inputs: sized, shapes: await probeShapes(file, graph, sized, given) }
    } catch (error) {
      first ??= error
    }
  }
  throw sizes.length > 0 || inputs.words.length === 0 ? first : noText(first, inputs, given)
}

/** A graph that took its way from the text that it was exported with, as mixtures of experts do, may run on no other. */
function noText(error: unknown, { inputs }: FoundInputs, given: GivenInputs): unknown {
  const ids = inputs.find(({ role }) => role === 'ids')
  if (!(error instanceof Fault) || error.data.kind !== 'environment' || !ids || given.has(ids.name)) return error
  const { message, details } = error.data
  return new Fault(
    {
      kind: 'environment',
      message,
      ...(details ? { details } : {}),
      place: `input ${ids.name}`,
      remedy: `If the graph runs only on the text that it was exported with, give that: --input ${ids.name}=ID,ID,…`,
    },
    { cause: error },
  )
}
