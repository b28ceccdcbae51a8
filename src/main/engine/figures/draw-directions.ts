import { createElement } from 'react'
import { listsAlong } from '../../../shared/direction'
import { AnglesFigure, degreesOf } from '../../../shared/figures/angles-figure'
import { ArithmeticFigure } from '../../../shared/figures/arithmetic-figure'
import { DirectionFigure } from '../../../shared/figures/direction-figure'
import type { AnglesSpec, ArithmeticSpec, DirectionSpec, ProbeSpec } from '../../../shared/figures/direction-specs'
import { ProbeFigure } from '../../../shared/figures/probe-figure'
import { termsText } from '../../../shared/word-arithmetic'
import { addWords } from '../add-words'
import { lookAtDirection, measureAngles } from '../look-at-direction'
import { probeSentences } from '../probe-sentences'
import type { Draw } from './figure'

/** A row of the table for each entry, also for those that were left out. */
export const drawDirection: Draw<DirectionSpec> = async (tools, { spec, model, device }, options) => {
  const look = await lookAtDirection(tools, { model, device, direction: spec.direction, third: spec.third }, options)
  const rows = listsAlong(look).flatMap(({ name, entries, leftOut }) => [
    ...entries.map(({ text, value }) => [name, text, value]),
    ...leftOut.map((text) => [name, text, null]),
  ])
  return {
    element: createElement(DirectionFigure, { spec, look }),
    table: [['list', 'entry', 'along'], ...rows],
    json: look,
    tokens: [],
    device: look.device,
    name: `direction-${spec.direction.name}`,
  }
}

/** A row for each pair of directions. */
export const drawAngles: Draw<AnglesSpec> = async (tools, { spec, model, device }, options) => {
  const angles = await measureAngles(tools, { model, device, directions: spec.directions }, options)
  const rows = angles.cosines.flatMap((row, a) =>
    row.map((cosine, b) => [angles.directions[a]!.name, angles.directions[b]!.name, cosine, degreesOf(cosine)]),
  )
  return {
    element: createElement(AnglesFigure, { spec, angles }),
    table: [['a', 'b', 'cosine', 'degrees'], ...rows],
    json: angles,
    tokens: [],
    device: angles.device,
    name: 'angles',
  }
}

/** A row for each station. */
export const drawProbe: Draw<ProbeSpec> = async (tools, { spec, model, device }, options) => {
  const probe = await probeSentences(tools, { model, device, ...spec.question }, options)
  const rows = probe.stations.map(({ tap, layer, kind, accuracy, deviation, shuffled }) => [
    ...[tap, layer, kind, accuracy, deviation, shuffled],
    probe.chance,
  ])
  const header = ['tap', 'layer', 'kind', 'accuracy', 'deviation', 'shuffled', 'chance']
  return {
    element: createElement(ProbeFigure, { spec, probe }),
    table: [header, ...rows],
    json: probe,
    tokens: [],
    name: `probe-${probe.ends.join('-')}`,
  }
}

/** A row for each word. */
export const drawArithmetic: Draw<ArithmeticSpec> = async (tools, { spec, model, device }, options) => {
  const answer = await addWords(tools, { model, device, ...spec.question }, options)
  const own = new Set(answer.own.map(({ id }) => id))
  const rows = answer.words.map(({ id, text, value, rank }) => [rank + 1, id, text, value, own.has(id) ? 1 : 0])
  return {
    element: createElement(ArithmeticFigure, { spec, answer }),
    table: [['rank', 'id', 'word', answer.question.measure, 'is_term'], ...rows],
    json: answer,
    tokens: [],
    name: termsText(answer.terms),
  }
}
