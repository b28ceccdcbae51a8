import { createElement } from 'react'
import { attentionPlaces, headLabel } from '../../../shared/attention-places'
import type { HeadCircuit } from '../../../shared/circuits'
import { CircuitMatrixFigure } from '../../../shared/figures/circuit-matrix-figure'
import type { CircuitMatrixSpec, CircuitSpectrumSpec, CompositionSpec } from '../../../shared/figures/circuit-spec'
import { CircuitSpectrumFigure } from '../../../shared/figures/circuit-spectrum-figure'
import { circuitHead } from '../../../shared/figures/circuit-text'
import { CompositionFigure } from '../../../shared/figures/composition-figure'
import { lookAtCircuit } from '../circuits/look-at-circuit'
import { lookAtModelCircuits } from '../circuits/model-circuits'
import type { Draw } from './figure'

/** A row of the table for each pair of words. */
export const drawCircuitMatrix: Draw<CircuitMatrixSpec> = async (tools, request, options) => {
  const { spec } = request
  const answer = await lookAtCircuit(tools, { ...spec, ...request }, options)
  const { from, to, scores } = answer
  const rows = (scores ?? []).flatMap((row, at) =>
    row.map((score, column) => [from![at]!.id, from![at]!.text, to![column]!.id, to![column]!.text, score]),
  )
  return {
    element: createElement(CircuitMatrixFigure, { spec, answer }),
    table: [['from_id', 'from', 'to_id', 'to', 'score'], ...rows],
    ...named(answer, spec.circuit),
  }
}

/** A row for each singular value, with the words at the ends of those that are named. */
export const drawCircuitSpectrum: Draw<CircuitSpectrumSpec> = async (tools, request, options) => {
  const { spec } = request
  const answer = await lookAtCircuit(tools, { ...spec, ...request, from: [], to: [] }, options)
  const words = (list: readonly { readonly text: string }[] | undefined) =>
    list?.map(({ text }) => text).join(' | ') ?? null
  const rows = answer.values.map((value, at) => {
    const { from, to } = answer.directions[at] ?? {}
    return [at, value, words(from?.high), words(from?.low), words(to?.high), words(to?.low)]
  })
  return {
    element: createElement(CircuitSpectrumFigure, { spec, answer }),
    table: [['index', 'singular_value', 'from_along', 'from_against', 'to_along', 'to_against'], ...rows],
    ...named(answer, `${spec.circuit}-spectrum`),
  }
}

/** A row for each composition that is told, whether it is drawn or not, and one for what each head copies. */
export const drawComposition: Draw<CompositionSpec> = async (tools, request, options) => {
  const { spec, model } = request
  const places = attentionPlaces(model.info)
  const answer = await lookAtModelCircuits(tools, { ...request, norms: spec.norms }, options)
  const rows = answer.compositions.map(({ kind, from, to, score }) => [
    ...[kind, headLabel(places, from), headLabel(places, to), score, answer.baseline],
  ])
  const copying = answer.heads.flatMap((row, layer) =>
    row.map(({ copying: score }, head) => ['copying', headLabel(places, { layer, head }), null, score, null]),
  )
  return {
    element: createElement(CompositionFigure, { spec, answer, places }),
    table: [['kind', 'from', 'to', 'score', 'baseline'], ...rows, ...copying],
    json: answer,
    tokens: [],
    device: answer.device,
    name: spec.head ? `composition-${headLabel(places, spec.head)}` : 'composition',
  }
}

function named(answer: HeadCircuit, what: string) {
  return { json: answer, tokens: [], name: `head-${circuitHead(answer)}-${what}` }
}
