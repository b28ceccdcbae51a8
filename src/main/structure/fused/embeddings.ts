import { floatOf, type Op } from '../op'
import type { SeeInto, Seen } from './seen'

/** A table's rows at ids, or the first rows where there are none. */
type Rows = (table: string, ids: string) => string

/**
 * ONNX Runtime's `EmbedLayerNormalization`: input_ids, segment_ids, word_embedding, position_embedding, segment_embedding, gamma,
 * beta, mask, position_ids. Source: docs/ContribOperators.md.
 */
export const embedLayerNorm: SeeInto = (op, seen) => {
  const [ids = '', kinds = '', words = '', places = '', types = '', weight = '', shift = '', , positions = ''] =
    op.inputs
  const { beside } = seen
  const rows: Rows = (table, at) => beside.node('Gather', [table, at])
  const summed = sumOf(seen, { rows, ids, kinds, positions, words, places, types })
  norm(op, seen, op.outputs[2] || null, { ...summed, weight, shift })
  return null
}

/**
 * `QEmbedLayerNormalization`, the same with eight-bit tables: ids, kinds, three tables, gamma, beta, mask, then the scales and
 * the zero points of these five. Source: docs/ContribOperators.md.
 */
export const quantisedEmbedLayerNorm: SeeInto = (op, seen) => {
  const [ids = '', kinds = '', words = '', places = '', types = '', weight = '', shift = ''] = op.inputs
  const { beside } = seen
  const plain = (value: string, at: number) => {
    const [scale = '', zero = ''] = [op.inputs[8 + at], op.inputs[13 + at]]
    return beside.node('DequantizeLinear', [value, scale, ...(zero === '' ? [] : [zero])])
  }
  const tables = [words, places, types]
  const rows: Rows = (table, at) => plain(beside.node('Gather', [table, at]), tables.indexOf(table))
  const summed = sumOf(seen, { rows, ids, kinds, positions: '', words, places, types })
  norm(op, seen, null, { ...summed, weight: plain(weight, 3), shift: plain(shift, 4) })
  return null
}

function sumOf(
  { beside }: Seen,
  {
    rows,
    ids,
    kinds,
    positions,
    words,
    places,
    types,
  }: { rows: Rows; ids: string; kinds: string; positions: string; words: string; places: string; types: string },
): { first: string; second: string } {
  const own = () => beside.reshape(beside.range(beside.size(ids, 1)), 1, -1)
  const word = beside.float(rows(words, ids))
  const place = beside.float(rows(places, positions === '' ? own() : positions))
  if (types === '' || kinds === '') return { first: word, second: place }
  return { first: beside.node('Add', [word, place]), second: beside.float(rows(types, kinds)) }
}

/** The sum, which is an output where somebody asked for it, and its norm. */
function norm(
  op: Op,
  { beside }: Seen,
  given: string | null,
  { first, second, weight, shift }: { first: string; second: string; weight: string; shift: string },
): void {
  if (given !== null) beside.alsoKnown('Add', [first, second], given)
  const sum = given ?? beside.node('Add', [first, second])
  const epsilon = { float: floatOf(op, 'epsilon', 1e-12) }
  beside.alsoKnown('LayerNormalization', [sum, weight, shift], op.outputs[0], { epsilon })
}
