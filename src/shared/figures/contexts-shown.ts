import type { ContextPair, Contexts } from '../contexts'
import { visibleText } from '../visible-text'
import type { ContextsMeasure } from './contexts-spec'
import { fixed } from './numbers'
import { textWidth } from './text-width'
import { legible, longestName, plainWord, shortened } from './words'

/** The contexts of an answer as a picture shows them. */
export interface ShownContexts {
  readonly contexts: Contexts
  /** The letter of each, 0 for A: those without a token to compare have no part in the answer. */
  readonly letters: readonly number[]
  /** Index into `contexts` of the one that the others are compared with. */
  readonly active: number
  /** What they are called where not their sentences but their models tell them apart. */
  readonly names?: readonly string[]
}

export const letterName = (letter: number) => String.fromCharCode(65 + letter)

/** One context against the active one. */
export interface ShownPair {
  /** Index into `contexts`. */
  readonly context: number
  readonly pair: ContextPair
}

export function pairsWithActive({ contexts, active }: ShownContexts): ShownPair[] {
  return contexts.pairs.flatMap((pair) => {
    if (pair.a === active) return [{ context: pair.b, pair }]
    return pair.b === active ? [{ context: pair.a, pair }] : []
  })
}

export function valuesOf(pair: ContextPair, measure: ContextsMeasure): readonly number[] {
  return measure === 'distance' ? pair.distances : pair.cosines
}

/** As many digits as tell one value from the next. */
export function measured(value: number, measure: ContextsMeasure): string {
  return measure === 'cosine' ? fixed(value, 3) : fixed(value, value < 10 ? 2 : 1)
}

/** The compared token as a figure writes it. */
export function tokenOf({ contexts }: ShownContexts, context: number): string {
  const { tokens, position } = contexts.contexts[context]!
  return shortened(plainWord(tokens[position]?.text ?? ''), longestName)
}

/** The compared token after the one before it, `Eiffel Tower`, or the model: what tells the contexts apart beside their ends. */
export function snippetOf({ contexts, names }: ShownContexts, context: number): string {
  if (names) return shortened(legible(names[context]!), longestName)
  const { tokens, position } = contexts.contexts[context]!
  const before = tokens[position - 1]
  const text = `${before && !before.special ? before.text : ''}${tokens[position]?.text ?? ''}`
  return shortened(plainWord(text), longestName)
}

/** A sentence in three parts around the compared token, cut to a width in pixels on the side that has more of it. */
export function sentenceAround(
  { contexts }: ShownContexts,
  context: number,
  width: number,
  size: number,
): readonly [string, string, string] {
  const { tokens, position } = contexts.contexts[context]!
  const texts = tokens.map(({ text, special }) => (special ? '' : text.replace(/^##/, '')))
  const spaced = tokens.some(({ text }) => text.startsWith(' '))
  const shown = (text: string) => (text === '' ? '' : visibleText(text))
  const join = (part: readonly string[]) => shown(part.join(spaced ? '' : ' '))
  const plain = (text: string) => text.replaceAll('·', ' ')
  let [from, to] = [0, tokens.length]
  const gap = (at: number) => (spaced || at <= 0 || at >= tokens.length ? '' : ' ')
  const parts = (): [string, string, string] => [
    `${from > 0 ? '…' : ''}${plain(join(texts.slice(from, position)))}${gap(position)}`,
    plain(join(texts.slice(position, position + 1))),
    `${gap(position + 1)}${plain(join(texts.slice(position + 1, to)))}${to < tokens.length ? '…' : ''}`,
  ]
  const widthOf = ([before, word, after]: readonly string[]) =>
    textWidth(before!, size) + textWidth(word!, size, 600) + textWidth(after!, size)
  while (widthOf(parts()) > width && to - from > 1) {
    if (to - 1 - position >= position - from && to > position + 1) to--
    else from++
  }
  return parts()
}

/** A part of a line; the token's own is strong. */
export interface SentencePart {
  readonly text: string
  readonly strong: boolean
}

/** The whole sentence in lines no wider than `width`; in one line, cut around its token, where `most` lines do not hold it. */
export function sentenceLines(
  shown: ShownContexts,
  context: number,
  width: number,
  size: number,
  most: number,
): readonly (readonly SentencePart[])[] {
  const parts = ([before, word, after]: readonly [string, string, string]): SentencePart[] =>
    [
      { text: before, strong: false },
      { text: word, strong: true },
      { text: after, strong: false },
    ].filter(({ text }) => text !== '')
  const pieces = parts(sentenceAround(shown, context, Number.POSITIVE_INFINITY, size)).flatMap(({ text, strong }) =>
    text.split(/(?<= )/).map((piece) => ({ text: piece, strong })),
  )
  const widthOf = (line: readonly SentencePart[]) =>
    line.reduce((sum, { text, strong }) => sum + textWidth(text, size, strong ? 600 : 400), 0)
  const lines: SentencePart[][] = [[]]
  for (const piece of pieces) {
    const line = lines.at(-1)!
    const isAfterSpace = line.at(-1)?.text.endsWith(' ') ?? false
    if (isAfterSpace && widthOf([...line, { ...piece, text: piece.text.trimEnd() }]) > width) lines.push([piece])
    else line.push(piece)
  }
  return lines.length <= most ? lines : [parts(sentenceAround(shown, context, width, size))]
}
