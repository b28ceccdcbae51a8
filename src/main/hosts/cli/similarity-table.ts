import { count, fixed } from '../../../shared/figures/numbers'
import { stationName } from '../../../shared/figures/trajectory-layout'
import type { Similarity } from '../../../shared/similarity'
import { distinctNames } from '../../../shared/two-models'
import { type Column, textTable } from './text-table'

const columns: readonly Column[] = [
  { title: 'station', align: 'left' },
  { title: 'at the same', align: 'right' },
  { title: 'debiased', align: 'right' },
  { title: 'most alike', align: 'left' },
  { title: 'debiased', align: 'right' },
]

/** A row for each station of the model: CKA with the reference's at the same place, and with the one that is most alike. */
export function similarityTable({ models, stations, tokens, mostTokens, texts, biased, debiased }: Similarity): string {
  const names = distinctNames(models)
  const [own, reference] = stations
  const rows = own.map((station, at) => {
    const row = debiased[at]!
    const best = row.reduce<number>((most, value, index) => ((value ?? -1) > (row[most] ?? -1) ? index : most), 0)
    const same = reference.findIndex(({ tap }) => tap === station.tap)
    return [
      stationName(station),
      same < 0 ? '' : fixed(biased[at]![same]!, 4),
      same < 0 ? '' : text(row[same]!),
      stationName(reference[best]!),
      text(row[best]!),
    ]
  })
  const of = texts === 1 ? 'one sentence' : `${texts} sentences`
  const title = `Linear CKA of ${names[0]} with ${names[1]} over ${count(tokens)} tokens of ${of} (up to ${count(mostTokens)} can be compared); debiased by Song et al. 2012\n\n`
  return `${title}${textTable(columns, rows, null)}`
}

function text(value: number | null): string {
  return value === null ? 'none' : fixed(value, 4)
}
