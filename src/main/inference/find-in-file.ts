import type { OnnxFile } from '../checkpoint'
import {
  type FoundModel,
  findModel,
  graphOf,
  type PlainFile,
  type ProbedShapes,
  plainFile,
  recogniseInputs,
} from '../structure'
import type { GivenInputs } from './given'
import { seeThrough } from './probe-shapes'

/** A file as it is to be run, and what was found in it. */
export interface FoundInFile extends PlainFile {
  readonly model: FoundModel
  readonly shapes: ProbedShapes
}

/**
 * Finds a transformer in an ONNX file: makes the graph one that can be seen into, recognises its inputs, runs it for the shapes
 * of its values, and finds the blocks. `given` are numbers for inputs: those of no known use need them, and a graph that was
 * traced with one text may run on no other. Throws a fault where the graph cannot be run.
 */
export async function findInFile(original: OnnxFile, given: GivenInputs = new Map()): Promise<FoundInFile> {
  const opened = plainFile(original)
  const plain = graphOf(opened.file)
  const recognised = recogniseInputs(plain)
  const switched = recognised.inputs.map((input) => {
    const on = opened.switches.get(input.name)
    return on === undefined ? input : { ...input, on }
  })
  const { graph, inputs, shapes } = await seeThrough(opened.file, plain, { ...recognised, inputs: switched }, given)
  return { ...opened, shapes, model: findModel(graph, inputs, shapes) }
}
