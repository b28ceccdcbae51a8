import { createElement } from 'react'
import { QueryKeyFigure } from '../../../shared/figures/query-key-figure'
import type { QueryKeySpec } from '../../../shared/figures/query-key-spec'
import { headName } from '../../../shared/figures/query-key-text'
import { type HeadDetail, weightsAt } from '../../../shared/head-detail'
import { csvText } from '../../export'
import { lookAtHead } from '../look-at-head'
import type { Draw } from './figure'

export const drawQueryKey: Draw<QueryKeySpec> = async (tools, { spec, ...request }, options) => {
  const { layer, head, query, key, temperature } = spec
  const detail = await lookAtHead(tools, { ...request, layer, head, query, key }, options)
  return {
    element: createElement(QueryKeyFigure, { spec, detail }),
    csv: csvText(table(detail, temperature)),
    json: detail,
    tokens: detail.tokens,
    name: `head-${headName(detail)}-${detail.tokens[query]!.text}-${detail.tokens[key]!.text}`,
  }
}

/** One table for both parts of the figure: a row for each dimension, then one for each key; what a row has not is empty. */
function table(
  { q, k, products, v, row, sink, tokens }: HeadDetail,
  temperature: number,
): (string | number | null)[][] {
  const weights = weightsAt({ row, sink }, temperature)
  const [ofDimension, ofKey] = [Array<null>(4).fill(null), Array<null>(8).fill(null)]
  return [
    [
      ...['of', 'index', 'q', 'k', 'product', 'v'],
      ...['token', 'score', 'masked', 'weight', 'temperature', 'weight_at_temperature', 'value_length', 'write_length'],
    ],
    ...products.map((product, at) => ['dimension', at, q[at]!, k[at]!, product, v[at]!, ...ofKey]),
    ...row.map(({ score, masked, weight, valueLength, writeLength }, at) => [
      ...['key', at, ...ofDimension],
      ...[tokens[at]!.text, score, String(masked), weight, temperature, weights[at]!, valueLength, writeLength],
    ]),
  ]
}
