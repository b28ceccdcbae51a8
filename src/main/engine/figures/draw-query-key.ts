import { createElement } from 'react'
import { keyText } from '../../../shared/attention-places'
import { QueryKeyFigure } from '../../../shared/figures/query-key-figure'
import type { QueryKeySpec } from '../../../shared/figures/query-key-spec'
import { headName } from '../../../shared/figures/query-key-text'
import { type HeadDetail, weightsAt } from '../../../shared/head-detail'
import { lookAtHead } from '../look-at-head'
import type { Draw } from './figure'

export const drawQueryKey: Draw<QueryKeySpec> = async (tools, { spec, ...request }, options) => {
  const { layer, head, query, key, temperature } = spec
  const detail = await lookAtHead(tools, { ...request, layer, head, query, key }, options)
  return {
    element: createElement(QueryKeyFigure, { spec, detail }),
    table: table(detail, temperature),
    json: detail,
    tokens: detail.tokens,
    name: `head-${headName(detail)}-${detail.tokens[query]!.text}-${keyText(detail, key)}`,
  }
}

/** One table for both parts of the figure: a row for each dimension, then one for each key; what a row has not is empty. */
function table(detail: HeadDetail, temperature: number): (string | number | null)[][] {
  const { q, k, products, v, row, sink, firstKey } = detail
  const weights = weightsAt({ row, sink }, temperature)
  const [ofDimension, ofKey] = [Array<null>(4).fill(null), Array<null>(8).fill(null)]
  return [
    [
      ...['of', 'index', 'q', 'k', 'product', 'v'],
      ...['token', 'score', 'masked', 'weight', 'temperature', 'weight_at_temperature', 'value_length', 'write_length'],
    ],
    ...products.map((product, at) => ['dimension', at, q[at]!, k[at]!, product, v[at]!, ...ofKey]),
    ...row.map(({ score, masked, weight, valueLength, writeLength }, at) => [
      ...['key', firstKey + at, ...ofDimension],
      ...[
        keyText(detail, firstKey + at),
        score,
        String(masked),
        weight,
        temperature,
        weights[at]!,
        valueLength,
        writeLength,
      ],
    ]),
  ]
}
