import { ArrowDown, ArrowUp } from 'lucide-react'
import { useMemo, useState } from 'react'
import { byteText } from '../../../shared/byte-text'
import { count, fixed } from '../../../shared/figures/numbers'
import { errorText } from '../../../shared/figures/weight-errors-figure'
import { isAbsent } from '../../../shared/two-models'
import type { TensorError, WeightErrors } from '../../../shared/weight-errors'
import { Button } from '../../ui/button'
import { order, type SortColumn, sorted } from './sorted-weights'

const columns: readonly { readonly column: SortColumn; readonly title: string; readonly hint?: string }[] = [
  { column: 'name', title: 'tensor' },
  { column: 'own', title: 'A', hint: 'How it is stored in A' },
  { column: 'reference', title: 'B', hint: 'How it is stored in B' },
  { column: 'relative', title: 'relative error', hint: '‖a − b‖ / ‖b‖' },
  { column: 'largest', title: 'largest', hint: 'Largest |a − b|' },
  { column: 'cosine', title: 'cosine', hint: 'Of the angle between the two as vectors' },
  { column: 'bytes', title: 'bytes', hint: 'In A' },
]

/** Rows at first: a model of many experts has tens of thousands. */
const shownAtFirst = 400

/** Every weight of both, by the column that a person chooses. */
export function WeightsTable({ answer: { tensors } }: { answer: WeightErrors }) {
  const [by, setBy] = useState<{ readonly column: SortColumn; readonly down: boolean }>({ column: 'name', down: false })
  const [shown, setShown] = useState(shownAtFirst)
  const rows = useMemo(() => sorted(tensors, by.column, by.down), [tensors, by])
  const largest = Math.max(1e-9, ...tensors.map(({ error }) => (isAbsent(error) ? 0 : error.relative)))
  const choose = (column: SortColumn) =>
    setBy((now) => ({ column, down: now.column === column ? !now.down : order[column] === 'down' }))
  return (
    <>
      <table className="weights-table">
        <caption>{count(tensors.length)} weights that both have; B is the reference</caption>
        <thead>
          <tr>
            {columns.map(({ column, title, hint }) => {
              const isChosen = by.column === column
              const Sign = by.down ? ArrowDown : ArrowUp
              return (
                <th key={column} scope="col" aria-sort={isChosen ? (by.down ? 'descending' : 'ascending') : 'none'}>
                  <button type="button" title={hint} onClick={() => choose(column)}>
                    {title}
                    {isChosen && <Sign size={11} aria-hidden="true" />}
                  </button>
                </th>
              )
            })}
          </tr>
        </thead>
        <tbody>
          {rows.slice(0, shown).map((tensor) => (
            <Row key={tensor.name} tensor={tensor} largest={largest} />
          ))}
        </tbody>
      </table>
      {rows.length > shown && <Button onClick={() => setShown(rows.length)}>Show all {count(rows.length)}</Button>}
    </>
  )
}

function Row({ tensor: { name, shape, stored, error }, largest }: { tensor: TensorError; largest: number }) {
  return (
    <tr>
      <th scope="row" title={`${name}, ${shape.join(' × ')}`}>
        {name}
      </th>
      {stored.map(({ dtype, bytes }, index) => (
        <td key={index} title={byteText(bytes)}>
          {dtype}
        </td>
      ))}
      {isAbsent(error) ? (
        <td colSpan={3} className="quiet">
          {error.absent}
        </td>
      ) : (
        <>
          <td className="weights-error">
            <span className="weights-bar" aria-hidden="true">
              <span style={{ width: `${(100 * error.relative) / largest}%` }} />
            </span>
            <span className="num">{errorText(error.relative)}</span>
          </td>
          <td className="num">{error.largest === 0 ? '0' : error.largest.toPrecision(3)}</td>
          <td className="num">{fixed(error.cosine, 5)}</td>
        </>
      )}
      <td className="num">{byteText(stored[0].bytes)}</td>
    </tr>
  )
}
