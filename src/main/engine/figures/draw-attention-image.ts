import { createElement } from 'react'
import { Fault } from '../../../shared/fault'
import { AttentionImageFigure } from '../../../shared/figures/attention-image-figure'
import type { AttentionImageSpec } from '../../../shared/figures/attention-spec'
import { patchAt } from '../../../shared/patches'
import { patternName } from '../../../shared/shown-pattern'
import { readMediaPrompt } from '../media-prompt'
import type { Draw } from './figure'
import { readPattern } from './read-pattern'

/** A row of the table for each key: where its patch is, from 1, which a special position has not, and the query's weight on it. */
export const drawAttentionImage: Draw<AttentionImageSpec> = async (tools, { spec, ...request }, options) => {
  const { info } = request.model
  const image = info.reads
  const media = request.prompt && (await readMediaPrompt(request.model, request.prompt))
  if (image?.kind !== 'image' || !media?.picture) {
    throw Fault.input(`${info.name} reads no image under which a pattern could be drawn`, {
      file: info.path,
      remedy: 'Draw the pattern as a matrix.',
    })
  }
  const { places, tokens, pattern } = await readPattern(tools, { spec, ...request }, options)
  const { query } = spec
  if (query >= pattern.queries) {
    throw Fault.input(`There is no position ${query} among ${pattern.queries}`, {
      place: 'query',
      remedy: `Choose one from 0 to ${pattern.queries - 1}.`,
    })
  }
  const weights = pattern.weights.subarray(query * pattern.keys, (query + 1) * pattern.keys)
  const rows = tokens.map(({ text }, at) => {
    const patch = patchAt(image, at)
    return {
      key_position: at,
      key: text,
      row: patch ? patch.row + 1 : null,
      column: patch ? patch.column + 1 : null,
      weight: weights[at]!,
    }
  })
  return {
    element: createElement(AttentionImageFigure, { spec, pattern, places, image, picture: media.picture }),
    table: [Object.keys(rows[0] ?? {}), ...rows.map((row) => Object.values(row))],
    json: { shown: spec.shown, query, query_text: tokens[query]!.text, keys: rows },
    tokens,
    name: `${patternName(spec, places)} ${tokens[query]!.text}`.replaceAll(/[ ,]+/g, '-').toLowerCase(),
  }
}
