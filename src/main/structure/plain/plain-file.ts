import { toBinary } from '@bufbuild/protobuf'
import type { OnnxFile } from '../../checkpoint'
import { type ModelProto, ModelProtoSchema } from '../../onnx-format'
import { branchChosen } from './branches'
import { withoutTraining } from './dropout'
import { einsumsWritten } from './einsum'
import { functionsInlined } from './functions'
import { withoutKernel } from './without-kernel'

/** A file in a form that can be seen into, in memory alone: the one on the disk is never written. */
export interface PlainFile {
  readonly file: OnnxFile
  /** The same before branches and functions were opened up, so that what it gives can be compared, as far as it runs; it does not roll dice. */
  readonly before: OnnxFile
  /** What was changed, in sentences. */
  readonly changes: readonly string[]
  /** Whether operators gave way to others of the same meaning, which may round otherwise. */
  readonly replaced: boolean
  /** What inputs that choose a branch must be for what is seen to be what runs. */
  readonly switches: ReadonlyMap<string, boolean>
}

/**
 * Makes a file's dropout inert, puts the model's own functions in the place of their calls, of branches that an input
 * chooses between (optimum's merged decoders) takes the one that needs no earlier run, writes Einsum as products of matrices,
 * and puts standard operators where no CPU computes the file's. Throws an `input` fault where functions call each other without end.
 */
export function plainFile(file: OnnxFile): PlainFile {
  const changes: string[] = []
  const quiet = withoutTraining(file.model)
  if (quiet.count > 0)
    changes.push(`Dropout that was left on for training lets everything through, in ${places(quiet.count)}.`)
  const inlined = functionsInlined(quiet.model, file.path)
  if (inlined.count > 0)
    changes.push(`The model’s own functions are written out where they are called, in ${places(inlined.count)}.`)
  const chosen = branchChosen(inlined.model)
  for (const [input, on] of chosen.switches) {
    changes.push(
      `Of the two branches that ${input} chooses between, the one for ${on} runs, which needs no earlier run.`,
    )
  }
  const products = einsumsWritten(fileOf(file, chosen.model))
  if (products.count > 0) {
    changes.push(`Einsum is replaced by products of matrices and moves of axes, in ${places(products.count)}.`)
  }
  const standing = withoutKernel(fileOf(file, products.model))
  if (standing.counts.size > 0) {
    const all = [...standing.counts].map(([operator, count]) => `${operator} (${count})`).join(', ')
    changes.push(
      `No CPU computes ${all} as it is here: standard operators take its place, and there is nothing to compare them with.`,
    )
  }
  // Only what stands in the place of operators without a kernel can be run.
  const before = standing.counts.size > 0 ? standing.model : quiet.model
  return {
    file: fileOf(file, standing.model),
    before: fileOf(file, before),
    changes,
    replaced: products.count > 0 || standing.counts.size > 0,
    switches: chosen.switches,
  }
}

function places(count: number): string {
  return count === 1 ? 'one place' : `${count} places`
}

function fileOf(file: OnnxFile, model: ModelProto): OnnxFile {
  return model === file.model ? file : { ...file, model, skeleton: toBinary(ModelProtoSchema, model) }
}
