import type { Beside } from './beside'

export interface Turning {
  /** Of half the width that turns, [batch or 1, 1, position, half]. */
  readonly cos: string
  readonly sin: string
  readonly interleaved: boolean
  /** How much of each head turns, twice `half`. */
  readonly turned: number
  readonly width: number
}

/**
 * Turns pairs of numbers of [batch, head, position, width] by an angle: each with the one half of `turned` further on, or with
 * its neighbour where they are interleaved. RoFormer, arXiv:2104.09864; ONNX's docs/Operators.md, RotaryEmbedding.
 */
export function rotate(beside: Beside, x: string, { cos, sin, interleaved, turned, width }: Turning): string {
  const half = turned / 2
  const own = turned === width ? x : beside.slice(x, 3, 0, turned)
  const neighbours = () => {
    const pairs = beside.reshape(own, 0, 0, 0, half, 2)
    return [0, 1].map((at) => beside.reshape(beside.slice(pairs, 4, at, at + 1), 0, 0, 0, half))
  }
  const halves = () => [beside.slice(own, 3, 0, half), beside.slice(own, 3, half, turned)]
  const [a, b] = (interleaved ? neighbours() : halves()) as [string, string]
  const times = (value: string, by: string) => beside.node('Mul', [value, by])
  const real = beside.node('Sub', [times(a, cos), times(b, sin)])
  const imaginary = beside.node('Add', [times(b, cos), times(a, sin)])
  const rest = turned === width ? [] : [beside.slice(x, 3, turned, width)]
  if (!interleaved) return beside.node('Concat', [real, imaginary, ...rest], { axis: 3 })
  const column = (value: string) => beside.reshape(value, 0, 0, 0, half, 1)
  const joined = beside.node('Concat', [column(real), column(imaginary)], { axis: 4 })
  const all = beside.reshape(joined, 0, 0, 0, turned)
  return rest.length === 0 ? all : beside.node('Concat', [all, ...rest], { axis: 3 })
}

/** Rows of a table of angles [place, half] at positions [batch or 1, position], as [batch or 1, 1, position, half]. */
export function anglesAt(beside: Beside, cache: string, positions: string, half: number): string {
  const rows = beside.node('Gather', [beside.float(cache), positions])
  const lead = beside.slice(beside.node('Shape', [positions]), 0, 0, 1)
  const shape = beside.node('Concat', [lead, beside.ints(1, -1, half)], { axis: 0 })
  return beside.node('Reshape', [rows, shape])
}
