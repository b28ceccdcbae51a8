import type { AttentionLinesSpec, AttentionMatrixSpec } from '../../../shared/figures/attention-spec'
import type { ModelInfo } from '../../../shared/model-info'
import { type Head, isMaskedIn, isOfChosen, patternName } from '../../../shared/shown-pattern'
import type { readPattern } from './read-pattern'

/** One of several patterns that are drawn apart. */
export interface AttentionPart {
  readonly head: Head
  readonly weights: Float32Array
  readonly scores: Float32Array | null
}

/**
 * What a figure of a pattern shows: a row for each query and key, of each part where there are several. A score is left out where the
 * mask hides it, and where a mean has none.
 */
export function attentionTable(
  { places, place, asked, tokens, texts, pattern }: Awaited<ReturnType<typeof readPattern>>,
  {
    spec,
    info,
    parts,
  }: {
    spec: AttentionMatrixSpec | AttentionLinesSpec
    info: Pick<ModelInfo, 'layers'>
    parts: readonly AttentionPart[]
  },
) {
  const { weights, scores } = pattern
  const { queries: rows, keys: columns, firstQuery, firstKey } = texts
  const queries = { first: firstQuery, count: rows.length }
  const keys = { first: firstKey, count: columns.length }
  const isOfOneKind = places.length === info.layers
  const isOfOneLayer = spec.shown === 'head' || spec.shown === 'mean'
  const whole = {
    layer: isOfOneLayer ? place.name : '',
    head: spec.shown === 'head' ? spec.head : '',
    ...{ weights, scores },
  }
  const tabled =
    parts.length > 0
      ? parts.map(({ head, ...part }) => ({ ...part, layer: places[head.layer]!.name, head: head.head }))
      : [whole]
  const cells = tabled.flatMap((part) =>
    rows.flatMap((query, at) =>
      columns.map((key, keyAt) => {
        const cell = at * columns.length + keyAt
        const masked = isMaskedIn(pattern, at, keyAt)
        return {
          layer: part.layer,
          head: part.head,
          query_position: queries.first + at,
          query: query.text,
          key_position: keys.first + keyAt,
          key: key.text,
          score: part.scores && !masked ? part.scores[cell]! : '',
          weight: part.weights[cell]!,
        }
      }),
    ),
  )
  const apart = parts.map(({ head, weights }) => ({ ...head, weights: rowsOf(weights, columns.length) }))
  return {
    table: [Object.keys(cells[0] ?? {}), ...cells.map((cell) => Object.values(cell))],
    json: {
      shown: spec.shown,
      ...(isOfOneLayer ? { layer: spec.layer } : {}),
      ...(isOfOneKind ? {} : { attention: place.at }),
      ...(spec.shown === 'head' ? { head: spec.head } : {}),
      ...(isOfChosen(spec.shown) ? { chosen: asked.map(({ layer, head }) => ({ layer, head })) } : {}),
      tokens: tokens.map(({ text }) => text),
      ...(isOfOneKind ? {} : { queries, keys }),
      ...(apart.length > 0 ? { heads: apart } : { weights: rowsOf(weights, columns.length) }),
      // JSON has no infinity: null is what the mask hides.
      ...(scores ? { scores: rowsOf(scores, columns.length) } : {}),
    },
    name: patternName(spec, places).replaceAll(/[ ,]+/g, '-').toLowerCase(),
  }
}

function rowsOf(values: Float32Array, width: number): (number | null)[][] {
  const finite = Array.from(values, (value) => (Number.isFinite(value) ? value : null))
  return Array.from({ length: values.length / width }, (_, row) => finite.slice(row * width, (row + 1) * width))
}
