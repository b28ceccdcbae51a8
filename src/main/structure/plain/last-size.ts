import { numbersIn } from '../constants'
import type { Graph } from '../graph'
import { weightOf } from '../kinds'
import { intOf, type Op } from '../op'

/** How far back the map or the Reshape may be that says how wide a value is. */
const mostSteps = 12

/** The size of a value's last axis, by what made it or by what the file declares; null where neither says it. */
export function lastSize(graph: Graph, value: string): number | null {
  let name = value
  for (let step = 0; step < mostSteps; step++) {
    const dims = graph.tensor(name)?.dims
    if (dims) return dims.length > 0 ? Number(dims.at(-1)) : null
    const op = graph.producer(name)
    if (!op) return declared(graph, name)
    const weight = weightOf(graph, op)
    if (weight !== null) return widthOf(graph, op, weight)
    if (op.type === 'Reshape') {
      const last = numbersIn(graph, op.inputs[1]!)?.at(-1)
      return last !== undefined && last > 0 ? last : null
    }
    const added = op.inputs.find((input) => input !== name && (graph.tensor(input)?.dims.length ?? 0) > 0)
    if (/Normalization$|^(Add|Mul)$/.test(op.type) && added) return lastSize(graph, added)
    if (!/^(Cast|Identity|Add|Mul|Dropout)$|Normalization$/.test(op.type)) return null
    name = op.inputs[0]!
  }
  return null
}

function declared({ inputs }: Graph, name: string): number | null {
  const type = inputs.find((input) => input.name === name)?.type?.value
  const last = type?.case === 'tensorType' ? type.value.shape?.dim.at(-1)?.value : undefined
  return last?.case === 'dimValue' ? Number(last.value) : null
}

function widthOf(graph: Graph, op: Op, weight: string): number | null {
  const dims = graph.tensor(weight)?.dims
  if (dims?.length !== 2) return null
  if (op.type === 'com.microsoft.MatMulNBits') return intOf(op, 'N', 0) || null
  return Number(dims[intOf(op, 'transB', 0) === 1 ? 0 : 1])
}
