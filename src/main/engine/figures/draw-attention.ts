import { createElement } from 'react'
import type { LayerPatterns } from '../../../shared/attention'
import { Fault } from '../../../shared/fault'
import { AttentionFigure } from '../../../shared/figures/attention-figure'
import type { AttentionMatrixSpec } from '../../../shared/figures/attention-spec'
import { headName, isMaskedIn, isOfChosen, layersOf, patternName, shownPattern } from '../../../shared/shown-pattern'
import { csvText } from '../../export'
import { lookInside } from '../look-inside'
import type { Draw } from './figure'

/** A row of the table for each query and key; a score is left out where the mask hides it, and where a mean has none. */
export const drawAttention: Draw<AttentionMatrixSpec> = async (tools, { spec, ...request }, options) => {
  const { info, architecture } = request.model
  const { layers, heads } = architecture.sizes
  const asked = isOfChosen(spec.shown) ? (spec.chosen ?? []) : [spec]
  if (asked.length === 0) {
    throw Fault.input('No heads are chosen', { file: info.path, remedy: 'Name at least one head in `chosen`.' })
  }
  const missing = asked.find(({ layer, head }) => layer >= layers || head >= heads)
  if (missing) {
    throw Fault.input(`${info.name} has no head ${headName(missing)}`, {
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
      patterns: new Map(layersOf(spec, layers).map((layer) => [layer, ofLayer(layer)])),
    }
  })
  const causal = info.kind === 'decoder'
  const pattern = shownPattern(patterns, spec, layers)!
  const { weights, scores } = pattern
  const isOfOneLayer = spec.shown === 'head' || spec.shown === 'mean'
  const cells = tokens.flatMap((query, at) =>
    tokens.map((key, keyAt) => {
      const cell = at * tokens.length + keyAt
      const masked = isMaskedIn(pattern, causal, at, keyAt)
      return {
        layer: isOfOneLayer ? spec.layer : '',
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
      ...(isOfOneLayer ? { layer: spec.layer } : {}),
      ...(spec.shown === 'head' ? { head: spec.head } : {}),
      ...(isOfChosen(spec.shown) ? { chosen: asked.map(({ layer, head }) => ({ layer, head })) } : {}),
      tokens: tokens.map(({ text }) => text),
      weights: rowsOf(weights, tokens.length),
      // JSON has no infinity: null is what the mask hides.
      ...(scores ? { scores: rowsOf(scores, tokens.length) } : {}),
    },
    tokens,
    name: patternName(spec).replaceAll(/[ ,]+/g, '-').toLowerCase(),
  }
}

function rowsOf(values: Float32Array, width: number): (number | null)[][] {
  const finite = Array.from(values, (value) => (Number.isFinite(value) ? value : null))
  return Array.from({ length: width }, (_, row) => finite.slice(row * width, (row + 1) * width))
}
