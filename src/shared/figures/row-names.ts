import type { Print } from './print'
import { leastDrawn } from './print-check'
import { type } from './theme'

/** The type of the names of rows: smaller where these are low, but never too small to print; then every so manyth has its name. */
export function rowNames(height: number, print: Print | undefined): { size: number; stride: number } {
  const size = Math.min(type.label, Math.max(leastDrawn(print), height * 0.85))
  return { size, stride: Math.max(1, Math.ceil((1.1 * size) / height)) }
}
