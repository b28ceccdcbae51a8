import { InvalidArgumentError } from 'commander'

/** `5,17 42`: token ids, with commas or spaces between them. */
export function tokenIds(text: string): number[] {
  const words = listed(text)
  const ids = words.map(Number)
  if (words.length === 0 || !words.every((word) => /^\d+$/.test(word)) || !ids.every(Number.isSafeInteger)) {
    throw new InvalidArgumentError('Token ids are whole numbers from 0 with commas between them.')
  }
  return ids
}

/** Globs of hook points, with commas or spaces between them. */
export function tapGlobs(text: string): string[] {
  const globs = listed(text)
  if (globs.length === 0) throw new InvalidArgumentError('Name at least one hook point.')
  return globs
}

/** A parser of numbers within bounds, both included. */
export function numberWithin(low: number, high: number, isWhole: 'whole' | 'any') {
  return (text: string): number => {
    const value = Number(text)
    const fits = text.trim() !== '' && value >= low && value <= high && (isWhole === 'any' || Number.isInteger(value))
    if (!fits) {
      throw new InvalidArgumentError(
        `It is a ${isWhole === 'whole' ? 'whole number' : 'number'} from ${low} to ${high}.`,
      )
    }
    return value
  }
}

function listed(text: string): string[] {
  return text.split(/[\s,]+/).filter((word) => word !== '')
}
