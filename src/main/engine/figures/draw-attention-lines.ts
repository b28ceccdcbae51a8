import { createElement } from 'react'
import { AttentionLinesFigure } from '../../../shared/figures/attention-lines-figure'
import type { AttentionLinesSpec } from '../../../shared/figures/attention-spec'
import { linesParts } from '../../../shared/figures/head-colours'
import { linesName } from '../../../shared/shown-pattern'
import { type AttentionPart, attentionTable } from './attention-table'
import type { Draw } from './figure'
import { readPattern } from './read-pattern'

/** A row of the table for each query and key, of each head where heads are drawn apart. */
export const drawAttentionLines: Draw<AttentionLinesSpec> = async (tools, { spec, ...request }, options) => {
  const read = await readPattern(tools, { spec, ...request }, options)
  const { places, tokens, texts, patterns, pattern } = read
  const parts = linesParts(patterns, spec, spec.theme)
  const apart = parts.map(({ head, weights }): AttentionPart => ({ head, weights, scores: null }))
  return {
    element: createElement(AttentionLinesFigure, {
      ...{ spec, pattern, parts, places },
      queries: texts.queries,
      keys: texts.keys,
    }),
    ...attentionTable(read, { spec, info: request.model.info, parts: apart }),
    tokens,
    name: linesName(spec, places, parts.length).replaceAll(/[ ,]+/g, '-').toLowerCase(),
  }
}
