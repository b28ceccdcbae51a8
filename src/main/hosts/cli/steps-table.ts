import { axesKeep } from '../../../shared/figures/caption'
import { fixed, percent } from '../../../shared/figures/numbers'
import type { Trajectory, TrajectoryStep } from '../../../shared/trajectory'
import { quoted } from '../../../shared/visible-text'
import { origin } from './device-text'
import { kindNames } from './kind-names'
import { lengthTexts, probabilityText } from './number-text'
import { type Column, textTable } from './text-table'

/** So many words a cell. */
const wordsShown = 3

/** What the table is of, on one line. */
export function trajectoryTitle(trajectory: Trajectory, fromStore: boolean): string {
  const { model, tokens, position, view, basis, device } = trajectory
  const token = tokens[position]!
  const kept = Math.min(1, basis.shares[0] + basis.shares[1] + basis.shares[2])
  return [
    model.name,
    `token @${position} ${quoted(token.text)}${token.side ? ` of the ${token.side}` : ''}`,
    `${view} view`,
    `${axesKeep(basis).replace(/^Three/, 'three')} ${percent(kept)} of the path’s variance`,
    device,
    origin(fromStore),
  ].join(' · ')
}

/**
 * A row for each step of a path, lengths and cosines in the raw residual stream; words are cut where a terminal of `limit`
 * columns has no room for them. The lens and the watched word stand only where the model has an unembedding.
 */
export function stepsTable(trajectory: Trajectory, limit: number | null): string {
  const { steps, watched } = trajectory
  const hasLens = steps.some(({ lens }) => lens !== null)
  const hasWords = steps.some(({ nearest }) => nearest.length > 0)
  const lengths = lengthTexts(steps.map(({ length }) => length))
  const columns: Column[] = [
    { title: 'step', align: 'right' },
    { title: 'layer', align: 'right' },
    { title: 'kind', align: 'left' },
    { title: 'length', align: 'right' },
    { title: 'cos start', align: 'right' },
    { title: 'cos end', align: 'right' },
    ...(watched ? [{ title: `p(${quoted(watched.text)})`, align: 'right' } as const] : []),
    ...(hasWords ? [{ title: 'nearest words', align: 'left', gives: true } as const] : []),
    ...(hasLens ? [{ title: 'logit lens', align: 'left', gives: true } as const] : []),
  ]
  const rows = steps.map((step, index) => [
    String(index),
    step.kind === 'embed' ? '' : String(step.layer),
    kindNames[step.kind],
    step.kind === 'embed' ? '' : lengths[index]!,
    fixed(step.cosineToStart, 3),
    fixed(step.cosineToEnd, 3),
    ...(watched ? [step.watched ? probabilityText(step.watched.probability) : ''] : []),
    ...(hasWords ? [nearestCell(step)] : []),
    ...(hasLens ? [lensCell(step)] : []),
  ])
  return textTable(columns, rows, limit)
}

function lensCell({ lens }: TrajectoryStep): string {
  return (lens ?? [])
    .slice(0, wordsShown)
    .map(({ text, probability }) => `${quoted(text)} ${probabilityText(probability)}`)
    .join(' ')
}

function nearestCell({ nearest }: TrajectoryStep): string {
  return nearest
    .slice(0, wordsShown)
    .map(({ text }) => quoted(text))
    .join(' ')
}
