import { createElement } from 'react'
import type { LayerPatterns } from '../../../shared/attention'
import { Fault } from '../../../shared/fault'
import { AttentionFigure } from '../../../shared/figures/attention-figure'
import type { AttentionMatrixSpec } from '../../../shared/figures/attention-spec'
import { isMaskedIn, layersOf, patternName, shownPattern } from '../../../shared/shown-pattern'
import { csvText } from '../../export'
import { lookInside } from '../look-inside'
import type { Draw } from './figure'

/** A row of the table for each query and key; a score is left out where the mask hides it, and where a mean has none. */
export const drawAttention: Draw<AttentionMatrixSpec> = async (tools, { spec, ...request }, options) => {
  const { info, architecture } = request.model
  const { layers, heads } = architecture.sizes
  if (spec.layer >= layers || spec.head >= heads) {
    throw Fault.input(`${info.name} has no head ${spec.layer}.${spec.head}`, {
      file: info.path,
      remedy: `Choose a layer from 0 to ${layers - 1} and a head from 0 to ${heads - 1}.`,
    })
  }
  const { tokens, patterns } = await lookInside(tools, request, options, async (run) => {
    const ofLayer = (layer: number): LayerPatterns => ({
      heads,
      tokens: run.tokens.length,
      weights: Float32Array.from(run.tensors.get(`blocks.${layer}.attn.hook_pattern`)!.data),
      scores: Float32Array.from(run.tensors.get(`blocks.${layer}.attn.hook_attn_scores`)!.data),
    })
    return {
      tokens: [...run.tokens],
      patterns: new Map(layersOf(spec.shown, spec, layers).map((layer) => [layer, ofLayer(layer)])),
    }
  })
  const causal = info.kind === 'decoder'
  const pattern = shownPattern(patterns, spec.shown, spec, layers)!
  const { weights, scores } = pattern
  const cells = tokens.flatMap((query, at) =>
    tokens.map((key, keyAt) => {
      const cell = at * tokens.length + keyAt
      const masked = isMaskedIn(pattern, causal, at, keyAt)
      return {
        layer: spec.shown === 'rollout' ? '' : spec.layer,
        head: spec.shown === 'head' ? spec.head : '',
        query_position: at,
        query: query.text,
        key_position: keyAt,
        key: key.text,
        score: scores && !masked ? scores[cell]! : '',
        weight: weights[cell]!,
      }
    }),
  )
  return {
    element: createElement(AttentionFigure, { spec, pattern, tokens, causal }),
    csv: csvText([Object.keys(cells[0] ?? {}), ...cells.map((cell) => Object.values(cell))]),
    json: {
      shown: spec.shown,
      ...(spec.shown === 'rollout' ? {} : { layer: spec.layer }),
      ...(spec.shown === 'head' ? { head: spec.head } : {}),
      tokens: tokens.map(({ text }) => text),
      weights: rowsOf(weights, tokens.length),
      // JSON has no infinity: null is what the mask hides.
      ...(scores ? { scores: rowsOf(scores, tokens.length) } : {}),
    },
    tokens,
    name: patternName(spec.shown, spec).replaceAll(' ', '-').toLowerCase(),
  }
}

function rowsOf(values: Float32Array, width: number): (number | null)[][] {
  const finite = Array.from(values, (value) => (Number.isFinite(value) ? value : null))
  return Array.from({ length: width }, (_, row) => finite.slice(row * width, (row + 1) * width))
}
