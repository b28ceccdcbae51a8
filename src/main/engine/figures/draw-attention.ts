import { createElement } from 'react'
import { AttentionFigure } from '../../../shared/figures/attention-figure'
import type { AttentionMatrixSpec } from '../../../shared/figures/attention-spec'
import { isMaskedIn, isOfChosen, patternName } from '../../../shared/shown-pattern'
import type { Draw } from './figure'
import { readPattern } from './read-pattern'

/** A row of the table for each query and key; a score is left out where the mask hides it, and where a mean has none. */
export const drawAttention: Draw<AttentionMatrixSpec> = async (tools, { spec, ...request }, options) => {
  const { info } = request.model
  const { places, place, asked, tokens, texts, pattern } = await readPattern(tools, { spec, ...request }, options)
  const { weights, scores } = pattern
  const { queries: rows, keys: columns, firstQuery, firstKey } = texts
  const queries = { first: firstQuery, count: rows.length }
  const keys = { first: firstKey, count: columns.length }
  const isOfOneKind = places.length === info.layers
  const isOfOneLayer = spec.shown === 'head' || spec.shown === 'mean'
  const cells = rows.flatMap((query, at) =>
    columns.map((key, keyAt) => {
      const cell = at * columns.length + keyAt
      const masked = isMaskedIn(pattern, at, keyAt)
      return {
        layer: isOfOneLayer ? place.name : '',
        head: spec.shown === 'head' ? spec.head : '',
        query_position: queries.first + at,
        query: query.text,
        key_position: keys.first + keyAt,
        key: key.text,
        score: scores && !masked ? scores[cell]! : '',
        weight: weights[cell]!,
      }
    }),
  )
  return {
    element: createElement(AttentionFigure, { spec, pattern, places, queries: rows, keys: columns }),
    table: [Object.keys(cells[0] ?? {}), ...cells.map((cell) => Object.values(cell))],
    json: {
      shown: spec.shown,
      ...(isOfOneLayer ? { layer: spec.layer } : {}),
      ...(isOfOneKind ? {} : { attention: place.at }),
      ...(spec.shown === 'head' ? { head: spec.head } : {}),
      ...(isOfChosen(spec.shown) ? { chosen: asked.map(({ layer, head }) => ({ layer, head })) } : {}),
      tokens: tokens.map(({ text }) => text),
      ...(isOfOneKind ? {} : { queries, keys }),
      weights: rowsOf(weights, columns.length),
      // JSON has no infinity: null is what the mask hides.
      ...(scores ? { scores: rowsOf(scores, columns.length) } : {}),
    },
    tokens,
    name: patternName(spec, places).replaceAll(/[ ,]+/g, '-').toLowerCase(),
  }
}

function rowsOf(values: Float32Array, width: number): (number | null)[][] {
  const finite = Array.from(values, (value) => (Number.isFinite(value) ? value : null))
  return Array.from({ length: values.length / width }, (_, row) => finite.slice(row * width, (row + 1) * width))
}
