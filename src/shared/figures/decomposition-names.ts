import { keyText } from '../attention-places'
import type { Decomposition, MovePart } from '../decomposition'
import { plainWord } from './words'

/** What a part is called in a figure or a table: `3.1`, `Eiffel`, `3.1 Eiffel`, `bias b_O`. */
export function partName({ kind, head, source }: MovePart, answer: Pick<Decomposition, 'place' | 'tokens'>): string {
  const word = source === null ? '' : plainWord(keyText(answer, source))
  return head === null ? word || plainNames[kind] : `${answer.place.name}.${head} ${word}`.trimEnd()
}

const plainNames: Readonly<Record<MovePart['kind'], string>> = {
  head: 'head',
  source: 'word',
  pair: 'head and word',
  bias: 'bias b_O',
  mlp: 'MLP',
  rest: 'rescaling',
  others: 'smaller parts',
}

/** A number of two to three digits, with a real minus sign, as narrow as a cell. */
export function shortNumber(value: number): string {
  const size = Math.abs(value)
  const text = size === 0 ? '0' : size >= 100 ? size.toFixed(0) : size >= 10 ? size.toFixed(1) : size.toFixed(2)
  return value < 0 && Number(text) !== 0 ? `\u2212${text}` : text
}
