import { createElement } from 'react'
import type { LayerPatterns } from '../../../shared/attention'
import { attentionPlaces, isAmongSame, mostHeads, textsOf } from '../../../shared/attention-places'
import { Fault } from '../../../shared/fault'
import { AttentionFigure } from '../../../shared/figures/attention-figure'
import type { AttentionMatrixSpec } from '../../../shared/figures/attention-spec'
import { headName, isMaskedIn, isOfChosen, layersOf, patternName, shownPattern } from '../../../shared/shown-pattern'
import { lookInside } from '../look-inside'
import type { Draw } from './figure'

/** A row of the table for each query and key; a score is left out where the mask hides it, and where a mean has none. */
export const drawAttention: Draw<AttentionMatrixSpec> = async (tools, { spec, ...request }, options) => {
  const { info } = request.model
  const places = attentionPlaces(info)
  const asked = isOfChosen(spec.shown) ? (spec.chosen ?? []) : [spec]
  if (asked.length === 0) {
    throw Fault.input('No heads are chosen', { file: info.path, remedy: 'Name at least one head in `chosen`.' })
  }
  const missing = asked.find(({ layer, head }) => head >= (places[layer]?.heads ?? 0))
  if (missing) {
    throw Fault.input(`${info.name} has no head ${headName(missing)}`, {
      file: info.path,
      remedy: `Choose a layer from 0 to ${places.length - 1} and a head from 0 to ${mostHeads(places) - 1}.`,
    })
  }
  const place = places[asked[0]!.layer]!
  if (!asked.every(({ layer }) => isAmongSame(places[layer], place))) {
    throw Fault.input('The heads are not among the same tokens, and have no pattern together', {
      file: info.path,
      remedy: 'Choose heads of one kind: the encoder’s, the decoder’s own, or those of cross-attention.',
    })
  }
  if (spec.shown === 'rollout' && place.queries !== place.keys) {
    throw Fault.input('A rollout goes through attentions of one text, and this one is to another', {
      file: info.path,
      remedy: 'Draw its mean, or a rollout of the encoder or the decoder.',
    })
  }
  const { tokens, texts, patterns } = await lookInside(tools, request, options, async (run) => {
    const texts = textsOf(run.tokens, place, run.states)
    const ofLayer = (layer: number): LayerPatterns => {
      const { at, heads } = places[layer]!
      return {
        heads,
        queries: texts.queries.length,
        keys: texts.keys.length,
        weights: Float32Array.from(run.tensors.get(`${at}.hook_pattern`)!.data),
        scores: Float32Array.from(run.tensors.get(`${at}.hook_attn_scores`)!.data),
      }
    }
    return {
      tokens: [...run.tokens],
      texts,
      patterns: new Map(layersOf(spec, places).map((layer) => [layer, ofLayer(layer)])),
    }
  })
  const pattern = shownPattern(patterns, spec, places)!
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
