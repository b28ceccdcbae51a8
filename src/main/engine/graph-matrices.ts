import { Fault } from '../../shared/fault'
import { elementCount, matrixShape } from '../../shared/tensor'
import { type OnnxFile, placeOf, type TensorCut } from '../checkpoint'
import type { ReadGraph } from '../inference'
import type { GraphMatrix, GraphNumbers, GraphPart, GraphScales, GraphWeight } from '../structure'
import { type MatrixSource, type PackedNumbers, packedMatrix, type Scaling } from '../weights'
import { usesInGraph } from './graph-uses'
import type { ModelMatrix } from './model-matrix'

/** Every weight of an ONNX file, as it lies there; scales are parts of what they scale. */
export function graphMatrices(read: ReadGraph): ModelMatrix[] {
  const { parts } = usesInGraph(read)
  return parts
    .filter(({ weight }) => !weight.isScale)
    .flatMap((part) => {
      const { experts, weight } = part
      if (experts === null || weight.matrix === null) return [matrixOf(read.file, part, weight.matrix, null)]
      const own = matrixOfEach(weight.matrix, weight.shape)
      return Array.from({ length: experts }, (_, expert) => matrixOf(read.file, part, own, expert))
    })
}

/** The matrix of each of several experts, which lie one behind the other. */
function matrixOfEach(
  { shape, numbers, scaled }: GraphMatrix,
  [experts = 1, rows = 1]: readonly number[],
): GraphMatrix {
  const columns = (shape[0] * shape[1]) / (experts * rows)
  return { shape: [rows, columns], numbers: { ...numbers, stride: columns }, scaled }
}

function matrixOf(file: OnnxFile, part: GraphPart, matrix: GraphMatrix | null, expert: number | null): ModelMatrix {
  const { kind, stack, layer, weight } = part
  const cut = matrix && cutOf(part, matrix)
  const above = (matrix?.shape[0] ?? 0) * (expert ?? 0)
  const source = matrix ? sourceOf(file, matrix, { cut, above }) : unread(file, weight)
  const [rows, columns] = source.shape
  const info = {
    // As the families name one expert's slice of a tensor.
    name: expert === null ? weight.name : `${weight.name}[${expert}]`,
    part: cut ? kind : null,
    ...{ kind, stack, layer },
    parameters: rows * columns,
    shape: [rows, columns] as [number, number],
    dtype: weight.type,
    bytes: (weight.bytes * rows * columns) / weight.parameters,
    lies: matrix && liesText(part, matrix, cut),
  }
  return { info, source }
}

/** A weight in a form that nothing here reads; its place and shape are known all the same. */
function unread({ path }: OnnxFile, { name, type, shape }: GraphWeight): MatrixSource {
  return {
    shape: matrixShape(shape),
    path,
    // biome-ignore lint/correctness/useYield: it says at its first number that there is none
    async *rows() {
      throw Fault.input(`The weight is stored as ${type}, in a form that is not turned into numbers`, {
        file: path,
        place: `tensor ${name}`,
        remedy: 'Look at another weight, or open the model in safetensors, GGUF or an ONNX file in F32 or F16.',
      })
    },
  }
}

/** The numbers of a matrix of a file's graph, or of some of its rows or columns. */
export function sourceOf(
  file: OnnxFile,
  { shape, numbers, scaled }: GraphMatrix,
  { cut, above }: { readonly cut: TensorCut | null; readonly above: number },
): MatrixSource {
  const own = numbersOf(file, numbers)
  const path = 'path' in own.place ? own.place.path : file.path
  return packedMatrix({ shape, path, numbers: own, scaled: scaled && scalesOf(file, scaled), cut, above })
}

function cutOf({ outputs, places }: GraphPart, { shape }: GraphMatrix): TensorCut | null {
  if (outputs === null || places === null || places.length === shape[outputs]) return null
  return { axis: outputs, count: places.length, at: (index) => places[index]! }
}

function numbersOf(file: OnnxFile, { tensor, type, stride }: GraphNumbers): PackedNumbers {
  return { type, stride, place: placeOf(file, tensor) }
}

function scalesOf(file: OnnxFile, { scale, zero, ...others }: GraphScales): Scaling {
  return { ...others, scale: numbersOf(file, scale), zero: zero && numbersOf(file, zero) }
}

function liesText(
  { kind, weight, parameters, outputs }: GraphPart,
  matrix: GraphMatrix,
  cut: TensorCut | null,
): string | null {
  const { shape, scaled, numbers } = matrix
  const dims = numbers.tensor.dims.map(Number)
  const texts = [
    dims.length > 2 && elementCount(dims) === shape[0] * shape[1] ? `stored as ${dims.join(' × ')}` : null,
    outputs === null ? null : outputs === 0 ? 'outputs downwards' : 'inputs downwards, outputs across',
    parameters < weight.parameters && !cut ? `the whole tensor, of which the ${kind} is a part` : null,
    scaled && `(stored − zero point) · scale, ${sharingText(scaled, shape)}`,
  ]
  return texts.filter((text) => text !== null).join('; ') || null
}

/** How many values share a scale. */
function sharingText({ rows, columns }: NonNullable<GraphMatrix['scaled']>, shape: GraphMatrix['shape']): string {
  const [tall, wide] = [Math.min(rows, shape[0]), Math.min(columns, shape[1])]
  if (tall === shape[0] && wide === shape[1]) return 'one scale for all'
  if (tall === 1 && wide === shape[1]) return 'a scale for each row'
  if (tall === shape[0] && wide === 1) return 'a scale for each column'
  return `a scale for each ${tall * wide} ${tall === 1 ? 'in a row' : 'in a column'}`
}
