import { placeLabel } from '../attention-places'
import type { Decomposition, MapCell, MapRow } from '../decomposition'

/** A part of the model's sum that is neither a head nor an MLP. */
export interface StillPart {
  readonly key: 'bias' | 'shift' | 'start' | 'finalShift' | 'wordBias'
  /** Short, over a column or in a cell of its own. */
  readonly name: string
  /** In full, for those who point at it: `Bias b_O of L3`. */
  readonly told: string
  readonly number: number
}

/**
 * What a person adds up beside heads and MLPs. Toward a target the parts are all that is left of the sum; by length, norms'
 * shifts are left out, since their lengths are not measured. `rows` holds the parts of each row, the same in all of them.
 */
export interface StillParts {
  readonly start: StillPart
  readonly rows: readonly (readonly StillPart[])[]
  /** After the last layer; only what is not zero. */
  readonly end: readonly StillPart[]
}

export function stillParts({ map }: Pick<Decomposition, 'map'>, signed: boolean): StillParts {
  const numberOf = (cell: MapCell) => (signed ? cell.value : cell.length)
  const hasBias = map.rows.some(({ bias }) => bias !== null)
  const hasShift = signed && map.rows.some(({ shift }) => shift !== 0)
  const ofRow = ({ place, bias, shift }: MapRow): StillPart[] => [
    ...(hasBias
      ? [
          {
            key: 'bias',
            name: 'b_O',
            told: `Bias b_O of ${placeLabel(place)}`,
            number: bias ? numberOf(bias) : 0,
          } as const,
        ]
      : []),
    ...(hasShift
      ? [{ key: 'shift', name: 'norm β', told: `Shift β of the norms of ${placeLabel(place)}`, number: shift } as const]
      : []),
  ]
  const last: readonly StillPart[] = [
    { key: 'finalShift', name: 'final norm β', told: 'Shift β of the final norm', number: map.finalShift },
    { key: 'wordBias', name: 'word’s bias', told: 'The word’s own bias in the unembedding', number: map.wordBias },
  ]
  return {
    start: { key: 'start', name: 'embedding', told: 'Where the stream starts', number: numberOf(map.start) },
    rows: map.rows.map(ofRow),
    end: signed ? last.filter(({ number }) => number !== 0) : [],
  }
}

/** The numbers of a map's row, a cell for each: its heads, then the MLP; null where that is in another row. */
export function cellsOf({ heads, mlp }: MapRow): readonly (MapCell | null)[] {
  return [...heads, mlp]
}

/** The largest head or MLP of a map, where colours end. */
export function largestOf({ map }: Pick<Decomposition, 'map'>, signed: boolean): number {
  const numbers = map.rows.flatMap(cellsOf).map((cell) => Math.abs((signed ? cell?.value : cell?.length) ?? 0))
  return Math.max(...numbers, 1e-12)
}
