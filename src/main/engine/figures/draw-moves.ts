import { createElement } from 'react'
import { stepTitle } from '../../../shared/attention-places'
import type { MapCell } from '../../../shared/decomposition'
import { MoveMapFigure } from '../../../shared/figures/decomposition-map-figure'
import { partName } from '../../../shared/figures/decomposition-names'
import { MovePartsFigure, rankedParts } from '../../../shared/figures/decomposition-parts-figure'
import type { MoveMapSpec, MovePartsSpec } from '../../../shared/figures/decomposition-spec'
import { decomposeMove } from '../decompose-move'
import type { Draw } from './figure'

/** A row of the table for each part, also for those that the figure has no room for. */
export const drawMoveParts: Draw<MovePartsSpec> = async (tools, { spec, ...request }, options) => {
  const { position, layer, view, apart } = spec
  const answer = await decomposeMove(tools, { ...request, position, layer, view, target: { kind: 'end' } }, options)
  const rows = rankedParts(answer, apart).map((part) => [
    part.kind,
    partName(part, answer),
    part.head ?? '',
    part.source ?? '',
    part.share,
    part.length,
    ...part.arrow,
  ])
  return {
    element: createElement(MovePartsFigure, { spec, answer }),
    table: [['kind', 'part', 'head', 'source', 'share', 'length', 'pc1', 'pc2', 'pc3'], ...rows],
    json: answer.attention,
    tokens: answer.tokens,
    name: `moves-${stepTitle(answer.place, 'attention').toLowerCase()}`,
  }
}

/**
 * A row of the table for each head, bias and MLP, and for where the stream starts; a layer is named as its attention is (`3`, or
 * `cross 3`).
 */
export const drawMoveMap: Draw<MoveMapSpec> = async (tools, { spec, ...request }, options) => {
  const { position, layer, view } = spec
  const target = spec.target ?? { kind: 'end' }
  const answer = await decomposeMove(tools, { ...request, position, layer, view, target }, options)
  const { map } = answer
  const line = (kind: string, at: string, head: number | '', { length, value }: MapCell) => {
    return [kind, at, head, length, value]
  }
  const rows = map.rows.flatMap(({ place: { name }, heads, bias, mlp, shift }) => [
    ...heads.map((cell, head) => line('head', name, head, cell)),
    ...(bias ? [line('bias', name, '', bias)] : []),
    ...(mlp ? [line('mlp', name, '', mlp)] : []),
    ['norm shift', name, '', '', shift],
  ])
  const rest = [
    line('start', '', '', map.start),
    ['final norm shift', '', '', '', map.finalShift],
    ['word bias', '', '', '', map.wordBias],
    ['total', '', '', '', map.total],
  ]
  return {
    element: createElement(MoveMapFigure, { spec, answer }),
    table: [['kind', 'layer', 'head', 'length', 'value'], ...rows, ...rest],
    json: { target: answer.target, words: answer.words, ...map },
    tokens: answer.tokens,
    name: 'heads-and-mlps',
  }
}
