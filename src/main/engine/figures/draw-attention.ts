import { createElement } from 'react'
import { AttentionFigure } from '../../../shared/figures/attention-figure'
import type { AttentionMatrixSpec } from '../../../shared/figures/attention-spec'
import { attentionTable } from './attention-table'
import type { Draw } from './figure'
import { readPattern } from './read-pattern'

/** A row of the table for each query and key. */
export const drawAttention: Draw<AttentionMatrixSpec> = async (tools, { spec, ...request }, options) => {
  const read = await readPattern(tools, { spec, ...request }, options)
  const { places, tokens, texts, pattern } = read
  return {
    element: createElement(AttentionFigure, { spec, pattern, places, queries: texts.queries, keys: texts.keys }),
    ...attentionTable(read, { spec, info: request.model.info, parts: [] }),
    tokens,
  }
}
