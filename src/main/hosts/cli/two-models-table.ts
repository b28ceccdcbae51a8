import { placeOfStation } from '../../../shared/attention-places'
import { byteText } from '../../../shared/byte-text'
import { fixed, percent } from '../../../shared/figures/numbers'
import { stationName } from '../../../shared/figures/trajectory-layout'
import type { ModelInfo } from '../../../shared/model-info'
import { distinctNames, type HeadDifference, isAbsent, type TwoModels } from '../../../shared/two-models'
import { quoted } from '../../../shared/visible-text'
import { origin } from './device-text'
import { kindNames } from './kind-names'
import { lengthTexts, probabilityText } from './number-text'
import { type Column, textTable } from './text-table'

/** So many of the next words. */
const wordsShown = 8

/** What the tables are of, a line for each model. */
export function twoModelsTitle({ models, tokens, position, view }: TwoModels): string {
  const token = tokens[position]!
  const names = distinctNames(models)
  const lines = models.map(({ dtype, bytes, device, fromStore }, at) =>
    [`${at === 0 ? names[0] : `against ${names[1]}`}`, `${dtype}, ${byteText(bytes)}`, device, origin(fromStore)].join(
      ' · ',
    ),
  )
  return `${lines.join('\n')}\ntoken @${position} ${quoted(token.text)} · ${view} view\n`
}

/** A row for each station: how far apart the two are there, and how far the patterns of the attention that ends there. */
export function twoModelsTable(answer: TwoModels, info: ModelInfo): string {
  const { paths, patterns, tokens, position } = answer
  if (isAbsent(paths))
    return `No paths: ${paths.absent}\n${isAbsent(patterns) ? `No patterns: ${patterns.absent}\n` : headsTable(patterns)}`
  const columns: Column[] = [
    { title: 'step', align: 'right' },
    { title: 'layer', align: 'right' },
    { title: 'kind', align: 'left' },
    { title: 'distance', align: 'right' },
    { title: 'of step', align: 'right' },
    { title: 'cosine', align: 'right' },
    ...(isAbsent(patterns) ? [] : patternColumns),
  ]
  const distances = lengthTexts(paths.distances)
  const rows = paths.stations.map(({ layer, kind }, station) => {
    const reads = kind === 'attention' || kind === 'cross'
    const heads = isAbsent(patterns) || !reads ? null : patterns[placeOfStation(info, tokens[position]!.side, station)]!
    return [
      String(station),
      kind === 'embed' ? '' : String(layer),
      kindNames[kind],
      distances[station]!,
      percent(paths.relative[station]!),
      fixed(paths.cosines[station]!, 5),
      ...(heads ? patternCells(heads) : []),
    ]
  })
  const parting =
    paths.parting === null ? 'They do not part.' : `They part at ${stationName(paths.stations[paths.parting]!)}.`
  return `${textTable(columns, rows, null)}\n${parting}\n${isAbsent(patterns) ? `No patterns: ${patterns.absent}\n` : ''}`
}

const patternColumns: readonly Column[] = [
  { title: 'patterns', align: 'right' },
  { title: 'at token', align: 'right' },
  { title: 'farthest', align: 'right' },
]

/** Over all rows, at the token's, and the head that is farthest there. */
function patternCells(heads: readonly HeadDifference[]): string[] {
  const mean = (of: readonly number[]) => of.reduce((sum, value) => sum + value, 0) / of.length
  const at = heads.map(({ row, mean }) => row ?? mean)
  const most = at.indexOf(Math.max(...at))
  return [
    fixed(mean(heads.map(({ mean }) => mean)), 4),
    heads.some(({ row }) => row === null) ? '' : fixed(mean(at), 4),
    `head ${most} ${fixed(at[most]!, 4)}`,
  ]
}

function headsTable(patterns: readonly (readonly HeadDifference[])[]): string {
  const rows = patterns.map((heads, attention) => [String(attention), ...patternCells(heads)])
  return textTable([{ title: 'attention', align: 'right' }, ...patternColumns], rows, null)
}

/** Both models' likeliest words, and how far what they say is apart. */
export function nextWordsTable({ words, models }: TwoModels): string {
  if (isAbsent(words)) return `No words: ${words.absent}\n`
  const names = distinctNames(models)
  const columns: Column[] = [
    { title: words.about === 'next' ? 'next word' : 'word here', align: 'left' },
    ...names.map((title): Column => ({ title, align: 'right' })),
  ]
  const rows = words.words
    .slice(0, wordsShown)
    .map(({ text, probabilities }) => [quoted(text), ...probabilities.map(probabilityText)])
  const { divergence, largest, entropies } = words
  const facts = [
    `KL divergence ${fixed(divergence, 4)} bits`,
    `entropies ${entropies.map((bits) => fixed(bits, 2)).join(' and ')} bits`,
    `logits at most ${fixed(largest.difference, 3)} apart (${quoted(largest.text)})`,
  ]
  return `${textTable(columns, rows, null)}\n${facts.join(' · ')}\n`
}
