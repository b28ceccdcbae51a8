import { isAbsent } from '../../../shared/two-models'
import type { TensorError } from '../../../shared/weight-errors'

export type SortColumn = 'name' | 'own' | 'reference' | 'relative' | 'largest' | 'cosine' | 'bytes'

/** Which way a column is sorted at first: numbers where much is to be seen first, from the top. */
export const order: Readonly<Record<SortColumn, 'up' | 'down'>> = {
  name: 'up',
  own: 'up',
  reference: 'up',
  relative: 'down',
  largest: 'down',
  cosine: 'up',
  bytes: 'down',
}

const { compare } = new Intl.Collator('en', { numeric: true })

/** The weights by a column; those that have nothing in it last, and equals by name. */
export function sorted(tensors: readonly TensorError[], column: SortColumn, down: boolean): readonly TensorError[] {
  const sign = down ? -1 : 1
  return tensors.toSorted((a, b) => {
    const [x, y] = [inColumn(a, column), inColumn(b, column)]
    if (x === null || y === null) return Number(x === null) - Number(y === null) || compare(a.name, b.name)
    const apart = typeof x === 'number' && typeof y === 'number' ? x - y : compare(String(x), String(y))
    return sign * apart || compare(a.name, b.name)
  })
}

function inColumn({ name, stored, error }: TensorError, column: SortColumn): string | number | null {
  if (column === 'name') return name
  if (column === 'own') return stored[0].dtype
  if (column === 'reference') return stored[1].dtype
  if (column === 'bytes') return stored[0].bytes
  return isAbsent(error) ? null : error[column]
}
