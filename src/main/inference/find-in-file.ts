import type { OnnxFile } from '../checkpoint'
import {
  type FoundModel,
  findModel,
  type Graph,
  graphOf,
  type PlainFile,
  type ProbedShapes,
  plainFile,
  recogniseInputs,
} from '../structure'
import type { GivenInputs } from './given'
import { seeThrough } from './probe-shapes'
import type { Probe } from './told-by-runs'

/** A file as it is to be run, and what was found in it. */
export interface FoundInFile extends PlainFile {
  readonly model: FoundModel
  readonly shapes: ProbedShapes
  /** The file's graph with its fused nodes seen into. */
  readonly seen: Graph
  /** The runs that told them. */
  readonly probes: readonly Probe[]
}

/**
 * Finds a transformer in an ONNX file: makes the graph one that can be seen into, recognises its inputs, runs it for the shapes
 * of its values, and finds the blocks. `given` are numbers for inputs: those of no known use need them, and a graph that was
 * traced with one text may run on no other. With `known` probes of the same graph, nothing is run. Throws a fault where the graph
 * cannot be run.
 */
export async function findInFile(
  original: OnnxFile,
  given: GivenInputs = new Map(),
  known: readonly Probe[] = [],
): Promise<FoundInFile> {
  const opened = plainFile(original)
  const plain = graphOf(opened.file)
  const recognised = recogniseInputs(plain)
  const switched = recognised.inputs.map((input) => {
    const on = opened.switches.get(input.name)
    return on === undefined ? input : { ...input, on }
  })
  const seen = await seeThrough(opened.file, plain, { ...recognised, inputs: switched }, { given, known })
  const { graph, inputs, shapes, probes } = seen
  return { ...opened, shapes, seen: graph, probes, model: findModel(graph, inputs, shapes) }
}
