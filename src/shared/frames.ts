import type { SoundInput } from './media-input'
import type { TokenInfo } from './model-info'

/** The positions of a sound, `count` behind the special ones: named by the time at which they begin, `1.26s`, or else by number. */
export function frameTokens({ leading, step }: SoundInput, count: number): TokenInfo[] {
  const digits = step === null ? 0 : Math.max(2, Math.ceil(-Math.log10(step)))
  return Array.from({ length: leading + count }, (_, id) => {
    if (id < leading) return { id, text: id === 0 ? 'CLS' : `reg${id}`, special: true }
    const at = id - leading
    return { id, text: step === null ? `f${at + 1}` : `${(at * step).toFixed(digits)}s`, special: false }
  })
}
