import type { CircuitKind, HeadCircuit } from '../circuits'
import { fixed, percent } from './numbers'

interface CircuitNames {
  readonly name: string
  readonly product: string
  readonly from: string
  readonly to: string
  /** The words of a side together. */
  readonly allFrom: string
  readonly allTo: string
}

/** What each circuit is called, and what stands on its two sides. */
export const circuitNames: Readonly<Record<CircuitKind, CircuitNames>> = {
  qk: {
    ...{ name: 'QK circuit', product: 'W_Q W_K^T' },
    ...{ from: 'query', to: 'key', allFrom: 'queries', allTo: 'keys' },
  },
  ov: {
    ...{ name: 'OV circuit', product: 'W_V W_O' },
    ...{ from: 'attended word', to: 'word written', allFrom: 'attended words', allTo: 'words written' },
  },
}

/** `3.1`, or `cross 3.1`. */
export function circuitHead({ place, head }: Pick<HeadCircuit, 'place' | 'head'>): string {
  return `${place.name}.${head}`
}

/** `32 singular values of W_V W_O in 128 dimensions, effective rank 20.1; copying score 0.56, 72 % of the eigenvalues above 0`. */
export function rankText({ circuit, values, dModel, effectiveRank, copying }: HeadCircuit): string {
  const rank = `${values.length} singular values of ${circuitNames[circuit].product} in ${dModel} dimensions, effective rank ${fixed(effectiveRank, 1)}`
  if (copying === null) return rank
  return `${rank}; copying score ${fixed(copying.score, 2)}, ${percent(copying.positive)} of the eigenvalues above 0`
}

/** Scores with as many decimals as their size deserves. */
export function circuitScore(value: number): string {
  const size = Math.abs(value)
  return fixed(value, size >= 100 ? 0 : size >= 10 ? 1 : size >= 0.1 || size === 0 ? 2 : 3)
}

/** From one line of notes to the next. */
export const noteLine = 15
