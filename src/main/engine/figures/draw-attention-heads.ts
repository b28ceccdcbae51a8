import { createElement } from 'react'
import { headOf, type LayerPatterns } from '../../../shared/attention'
import { attentionPlaces } from '../../../shared/attention-places'
import { AttentionHeadsFigure } from '../../../shared/figures/attention-heads-figure'
import type { AttentionHeadsSpec } from '../../../shared/figures/attention-spec'
import type { Cell, NumberArray } from '../../export'
import { lookInside } from '../look-inside'
import type { Draw } from './figure'

/** A row of the table for each weight of each head, made when it is asked for: there are millions of them. */
export const drawAttentionHeads: Draw<AttentionHeadsSpec> = async (tools, { spec, ...request }, options) => {
  const places = attentionPlaces(request.model.info)
  const { tokens, patterns } = await lookInside(tools, request, options, async (run) => ({
    tokens: [...run.tokens],
    patterns: places.map(({ at, heads }): LayerPatterns => {
      const { data, shape } = run.tensors.get(`${at}.hook_pattern`)!
      const [queries, keys] = shape.slice(-2) as [number, number]
      const scores = Float32Array.from(run.tensors.get(`${at}.hook_attn_scores`)!.data)
      return { heads, queries, keys, weights: Float32Array.from(data), scores }
    }),
  }))
  const named = patterns.map(({ heads, queries, keys, weights }, at) => {
    const array: NumberArray = { shape: [heads, queries, keys], data: Float64Array.from(weights) }
    return [`${places[at]!.at}.hook_pattern`, array] as const
  })
  return {
    element: createElement(AttentionHeadsFigure, { spec, places, patterns }),
    get table(): Cell[][] {
      const rows = patterns.flatMap((pattern, at) =>
        Array.from({ length: pattern.heads }, (_, head) =>
          [...headOf(pattern, pattern.weights, head)].map((weight, cell): Cell[] => [
            ...[places[at]!.name, head, Math.floor(cell / pattern.keys), cell % pattern.keys, weight],
          ]),
        ).flat(),
      )
      return [['layer', 'head', 'query', 'key', 'weight'], ...rows]
    },
    arrays: new Map(named),
    json: { tokens: tokens.map(({ text }) => text), places: places.map(({ at, heads }) => ({ at, heads })) },
    tokens,
    name: 'heads',
  }
}
