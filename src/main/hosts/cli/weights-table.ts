import { byteText } from '../../../shared/byte-text'
import { fixed } from '../../../shared/figures/numbers'
import { errorText } from '../../../shared/figures/weight-errors-figure'
import { someOf } from '../../../shared/some-of'
import { distinctNames, isAbsent } from '../../../shared/two-models'
import type { WeightErrors } from '../../../shared/weight-errors'
import { type Column, textTable } from './text-table'

const columns: readonly Column[] = [
  { title: 'tensor', align: 'left' },
  { title: 'shape', align: 'right' },
  { title: 'dtype', align: 'left' },
  { title: 'bytes', align: 'right' },
  { title: 'of reference', align: 'left' },
  { title: 'relative', align: 'right' },
  { title: 'largest', align: 'right' },
  { title: 'cosine', align: 'right' },
]

/** Names listed of those that one model has alone. */
const namesShown = 4

/** A row for each weight that both have: how it is stored in each, and how far it is from the reference's. */
export function weightsTable(answer: WeightErrors): string {
  const { models, tensors, alone } = answer
  const names = distinctNames(models)
  const rows = tensors.map(({ name, shape, stored: [own, reference], error }) => [
    name,
    shape.join('×'),
    own.dtype,
    byteText(own.bytes),
    `${reference.dtype}, ${byteText(reference.bytes)}`,
    ...(isAbsent(error)
      ? [error.absent]
      : [errorText(error.relative), error.largest.toPrecision(3), fixed(error.cosine, 6)]),
  ])
  const left = alone.flatMap((own, model) =>
    own.length > 0 ? [`Only ${names[model]} has ${someOf(own, namesShown)}.\n`] : [],
  )
  const title = `Weights of ${names[0]} against ${names[1]}; relative is ‖a − b‖ / ‖b‖, b the reference’s\n\n`
  return `${title}${textTable(columns, rows, null)}${left.length > 0 ? `\n${left.join('')}` : ''}`
}
