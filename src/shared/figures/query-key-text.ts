import type { HeadDetail } from '../head-detail'
import { fixed } from './numbers'

/** A weight: three decimals, and `<0.001` where these would say nothing. */
export function weightText(weight: number): string {
  return weight > 0 && weight < 0.0005 ? '<0.001' : fixed(weight, 3)
}

/** How q·k becomes the score: `÷ √32` where the scale is 1/√d_head, else what it is multiplied with, where that is known. */
export function scaleText({ scale, q }: Pick<HeadDetail, 'scale' | 'q'>): string {
  if (scale === null) return 'with what the graph adds'
  const isUsual = Math.abs(scale * Math.sqrt(q.length) - 1) < 1e-4
  return isUsual ? `÷ √${q.length}` : `× ${scale === 1 ? 1 : fixed(scale, 4)}`
}

/** `3.1`, or `cross 3.1`: layer and head, as the field writes them. */
export function headName({ place, head }: Pick<HeadDetail, 'place' | 'head'>): string {
  return `${place.name}.${head}`
}
