import type { Decomposition, MapCell, MapRow } from '../decomposition'

/** A part of the model's sum that is neither a head nor an MLP. */
export interface StillPart {
  readonly key: 'bias' | 'shift' | 'start' | 'finalShift' | 'wordBias'
  /** Short, over a column or in a cell of its own. */
  readonly name: string
  /** In full, for those who point at it: `Output bias b_O of layer 3`. */
  readonly told: string
  readonly number: number
}

/**
 * What a person adds up beside heads and MLPs. Toward a target the parts are all that is left of the sum; by length, norms'
 * shifts are left out, since their lengths are not measured. `layers` holds the parts of each layer, the same in every row.
 */
export interface StillParts {
  readonly start: StillPart
  readonly layers: readonly (readonly StillPart[])[]
  /** After the last layer; only what is not zero. */
  readonly end: readonly StillPart[]
}

export function stillParts({ map }: Pick<Decomposition, 'map'>, signed: boolean): StillParts {
  const numberOf = (cell: MapCell) => (signed ? cell.value : cell.length)
  const hasBias = map.rows.some(({ bias }) => bias !== null)
  const hasShift = signed && map.rows.some(({ shift }) => shift !== 0)
  const ofLayer = ({ layer, bias, shift }: MapRow): StillPart[] => [
    ...(hasBias
      ? [{ key: 'bias', name: 'b_O', told: `Bias b_O of layer ${layer}`, number: bias ? numberOf(bias) : 0 } as const]
      : []),
    ...(hasShift
      ? [{ key: 'shift', name: 'norm β', told: `Shift β of the norms of layer ${layer}`, number: shift } as const]
      : []),
  ]
  const last: readonly StillPart[] = [
    { key: 'finalShift', name: 'final norm β', told: 'Shift β of the final norm', number: map.finalShift },
    { key: 'wordBias', name: 'word’s bias', told: 'The word’s own bias in the unembedding', number: map.wordBias },
  ]
  return {
    start: { key: 'start', name: 'embedding', told: 'Where the stream starts', number: numberOf(map.start) },
    layers: map.rows.map(ofLayer),
    end: signed ? last.filter(({ number }) => number !== 0) : [],
  }
}
