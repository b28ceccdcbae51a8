import { InvalidArgumentError } from 'commander'
import { readGivenInput } from '../../../shared/given-input'
import type { GivenInput } from '../../../shared/onnx-info'

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

/**
 * `NAME=1,2,3` or `NAME=tensor.safetensors`: numbers for an input of a graph, added to those of the options before. Files are as
 * they are typed.
 */
export function namedInput(
  text: string,
  before: Readonly<Record<string, GivenInput>> = {},
): Record<string, GivenInput> {
  const at = text.indexOf('=')
  const [name, value] = [text.slice(0, at), text.slice(at + 1)]
  if (at < 1 || value.trim() === '') throw new InvalidArgumentError('Write NAME=1,2,3 or NAME=FILE.safetensors.')
  const given = readGivenInput(value)
  if (given === null) throw new InvalidArgumentError('It is numbers with commas between them, or a .safetensors file.')
  return { ...before, [name]: given }
}

function listed(text: string): string[] {
  return text.split(/[\s,]+/).filter((word) => word !== '')
}
