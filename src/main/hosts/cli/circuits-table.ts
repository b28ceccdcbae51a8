import { type AttentionPlace, headLabel } from '../../../shared/attention-places'
import type { CircuitPairs, Composition, HeadCircuit, ModelCircuits } from '../../../shared/circuits'
import { circuitHead, circuitNames, circuitScore, rankText } from '../../../shared/figures/circuit-text'
import { behaviourText } from '../../../shared/figures/composition-figure'
import { fixed } from '../../../shared/figures/numbers'
import { visibleText } from '../../../shared/visible-text'
import { type Column, textTable } from './text-table'

const right = (title: string): Column => ({ title, align: 'right' })
const left = (title: string): Column => ({ title, align: 'left' })

/** What a head's circuit is read out of, its rank, and its first directions by the words at their ends. */
export function headCircuitTable(answer: HeadCircuit): string {
  const { model, device, circuit, notes, directions } = answer
  const names = circuitNames[circuit]
  const words = (ends: HeadCircuit['directions'][number]['from'], end: 'high' | 'low') =>
    ends ? ends[end].map(({ text }) => visibleText(text)).join(' ') : 'states, no words'
  const rows = directions.flatMap(({ value, from, to }) => [
    [circuitScore(value), '+', words(from, 'high'), words(to, 'high')],
    ['', '−', words(from, 'low'), words(to, 'low')],
  ])
  const columns = [right('value'), left(''), left(names.allFrom), left(names.allTo)]
  const title = `${model.name} · head ${circuitHead(answer)}, ${names.name} · ${device}\n${notes.join('\n')}\n`
  return `${title}\n${rankText(answer)}\n\n${textTable(columns, rows, null)}`
}

/** A row for each word on one side, a column for each on the other; empty where there are none. */
export function circuitMatrixTable({ circuit, from, to, scores }: HeadCircuit): string {
  if (!from?.length || !to?.length || !scores) return ''
  const names = circuitNames[circuit]
  const columns = [left(`${names.from} ↓ ${names.to} →`), ...to.map(({ text }) => right(visibleText(text)))]
  const rows = scores.map((row, at) => [visibleText(from[at]!.text), ...row.map(circuitScore)])
  return textTable(columns, rows, null)
}

/** The strongest pairs, and beside them those furthest below 0. */
export function circuitPairsTable({ circuit, high, low, held, pairs }: CircuitPairs): string {
  const names = circuitNames[circuit]
  const cells = (pair: CircuitPairs['high'][number] | undefined) =>
    pair ? [visibleText(pair.from.text), visibleText(pair.to.text), circuitScore(pair.score)] : ['', '', '']
  const columns = [left(names.from), left(names.to), right('most')]
  const rows = high.map((pair, at) => [...cells(pair), ...cells(low[at])])
  const of = held ? `with ${visibleText(held.text)} held` : 'over the whole vocabulary'
  return `Strongest of ${pairs} pairs, ${of}\n\n${textTable([...columns, ...columns.slice(0, 2), right('least')], rows, null)}`
}

/** So many compositions of each kind. */
const compositionsShown = 12

/** Every head's measures, the strongest compositions, and the induction circuits that are found. */
export function modelCircuitsTable(answer: ModelCircuits, places: readonly AttentionPlace[]): string {
  const { model, device, heads, notes, compositions, baseline, inductions, spread } = answer
  const number = (value: number | null) => (value === null ? '–' : fixed(value, 2))
  const rows = heads.flatMap((row, layer) =>
    row.map(({ copying, positive, previous, induction }, head) => [
      headLabel(places, { layer, head }),
      ...[copying, positive, previous, induction].map(number),
    ]),
  )
  const columns = ['head', 'copying', 'λ > 0', 'previous', 'induction'].map(right)
  const of = (kind: Composition['kind']) => compositions.filter((one) => one.kind === kind).slice(0, compositionsShown)
  const composed = (['q', 'k', 'v'] as const)
    .filter((kind) => spread[kind].pairs > 0)
    .map((kind) => {
      const { pairs, mean, deviation } = spread[kind]
      const cells = of(kind).map(({ from, to, score }) => [
        headLabel(places, from),
        headLabel(places, to),
        fixed(score, 3),
      ])
      const title = `${kind.toUpperCase()}-composition, strongest of ${pairs}: mean ${fixed(mean, 3)} ± ${fixed(deviation, 3)}, chance ${fixed(baseline, 3)}`
      return `\n${title}\n\n${textTable([right('from'), right('to'), right('score')], cells, null)}`
    })
  const found = inductions.map(({ previous, induction, composition }) => [
    headLabel(places, previous),
    headLabel(places, induction),
    fixed(composition, 3),
  ])
  const circuits =
    found.length > 0 ? `\n${textTable([right('previous token'), right('induction'), right('K')], found, null)}` : ''
  const title = `${model.name} · circuits of all heads · ${device}\n${notes.join('\n')}\n`
  return `${title}\n${textTable(columns, rows, null)}${composed.join('')}\n${behaviourText(answer)}\n${circuits}`
}
