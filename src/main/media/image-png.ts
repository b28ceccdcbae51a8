import { encode } from 'fast-png'
import type { Pixels } from './pixels'

export function pngOf({ width, height, data }: Pixels): Uint8Array {
  return encode({ width, height, data, depth: 8, channels: 3 })
}
