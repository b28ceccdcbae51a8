import * as z from 'zod'
import { deviceName, tokenInfo } from './model-info'

export const mostTerms = 12

/** A word that is added with a weight, and the sentence that it stands in where a layer is looked at. */
export const term = z.object({
  word: z.string().min(1).max(200),
  weight: z.number().min(-100).max(100),
  sentence: z.string().min(1).max(2000).nullable(),
})

/** What is asked of words that are added and taken away. */
export const arithmeticQuestion = z.object({
  terms: z.array(term).min(1).max(mostTerms),
  /** Where the terms are read: rows of W_E or W_U, or a station of the residual stream, where each stands in its sentence. */
  at: z.string().min(1).max(120),
  /** The table whose rows the sum is compared with. */
  among: z.enum(['embedding', 'unembedding']),
  measure: z.enum(['cosine', 'dot']),
  /** Whether the terms' own words stand among the nearest. */
  withOwn: z.boolean(),
  count: z.int().min(1).max(200),
})

export const nearestWord = z.object({
  id: z.int(),
  text: z.string(),
  /** The cosine or the scalar product, as asked for. */
  value: z.number(),
  /** Among all words, from 0. */
  rank: z.int(),
})

export const wordArithmetic = z.object({
  model: z.object({ name: z.string(), fingerprint: z.string() }),
  device: deviceName,
  question: arithmeticQuestion,
  /** What each term became: the tokens of its word, the mean of whose rows stands for it, or the one token in its sentence. */
  terms: z.array(z.object({ word: z.string(), weight: z.number(), tokens: z.array(tokenInfo) })),
  /** Euclidean length of the sum. */
  length: z.number(),
  words: z.array(nearestWord),
  /** The terms' own words, in the forms that the vocabulary has, best first: where they would stand. */
  own: z.array(nearestWord),
  vocabulary: z.int(),
})

export type Term = z.infer<typeof term>
export type ArithmeticQuestion = z.infer<typeof arithmeticQuestion>
export type NearestWord = z.infer<typeof nearestWord>
export type WordArithmetic = z.infer<typeof wordArithmetic>

/**
 * `king - man + woman`, `2 big − small`: words with signs and weights before them. A sign begins a part of the line; a hyphen
 * within a word is part of it, and a term may be several words. Null where it is no such sum.
 */
export function readTerms(text: string): Omit<Term, 'sentence'>[] | null {
  if (sumFault(text) !== null) return null
  return partsOf(text).map(({ sign, factor, words }) => ({ word: words.join(' '), weight: sign * factor }))
}

/** Why a line is no sum; null where it is one. */
export function sumFault(text: string): string | null {
  const terms = partsOf(text)
  if (text.trim() === '') return 'Write words with signs between them.'
  if (terms.some(({ words }) => words.length === 0)) return 'A sign or a weight stands without a word.'
  return terms.length > mostTerms ? `A sum may have ${mostTerms} words, and these are ${terms.length}.` : null
}

function partsOf(text: string) {
  const terms: { sign: number; factor: number; words: string[] }[] = []
  for (const part of text.trim().split(/\s+/)) {
    const [, sign, rest] = /^([+\u2212\u2013-]?)(.*)$/s.exec(part)!
    if (sign !== '' || terms.length === 0)
      terms.push({ sign: sign === '' || sign === '+' ? 1 : -1, factor: 1, words: [] })
    const current = terms.at(-1)!
    if (rest === '') continue
    if (current.words.length === 0 && current.factor === 1 && /^\d+(\.\d+)?$/.test(rest!)) current.factor = Number(rest)
    else current.words.push(rest!)
  }
  return terms
}

/** Stands for the word in the sentence that each term of a sum stands in. */
export const wordGap = '\u2026'

/** The sentence that terms stand in, with the gap in the place of their words; null where they stand in none, or not in one. */
export function frameOf(terms: readonly Pick<Term, 'word' | 'sentence'>[]): string | null {
  const { word, sentence } = terms[0] ?? { word: '', sentence: null }
  if (sentence === null) return null
  for (let at = sentence.indexOf(word); at >= 0; at = sentence.indexOf(word, at + 1)) {
    const frame = `${sentence.slice(0, at)}${wordGap}${sentence.slice(at + word.length)}`
    if (terms.every((one) => inFrame(frame, one.word) === one.sentence)) return frame
  }
  return null
}

export function inFrame(frame: string, word: string): string {
  return frame.replace(wordGap, () => word)
}

/** The sum as it is written: `king − man + 2 woman`. */
export function termsText(terms: readonly Pick<Term, 'word' | 'weight'>[]): string {
  return terms
    .map(({ word, weight }, index) => {
      const sign = weight < 0 ? '\u2212' : index === 0 ? '' : '+'
      const size = Math.abs(weight)
      const text = size === 1 ? word : `${size} ${word}`
      return sign === '' ? text : index === 0 ? `${sign}${text}` : `${sign} ${text}`
    })
    .join(' ')
}
