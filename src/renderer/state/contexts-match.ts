import type { TokenInfo } from '../../shared/model-info'

/** How a token is found in another sentence: the same id, the same word, or not at all, since a person has chosen it. */
export type Match = 'token' | 'word' | 'hand'

/** What the other sentences are searched for. */
export interface Wanted {
  readonly id: number
  /** Which of the tokens with that id it is, from 0. */
  readonly tokenTurn: number
  /** The word that the token is of or a part of, in small letters. */
  readonly word: string
  readonly wordTurn: number
}

export function wantedOf(tokens: readonly TokenInfo[], position: number): Wanted | null {
  const token = tokens[position]
  if (!token) return null
  const words = wordsOf(tokens)
  const own = words.findIndex(({ first, last }) => first <= position && position <= last)
  const word = words[own]!.text
  return {
    id: token.id,
    tokenTurn: tokens.slice(0, position).filter(({ id }) => id === token.id).length,
    word,
    wordTurn: words.slice(0, own).filter(({ text }) => text === word).length,
  }
}

/**
 * Where the wanted token stands in a sentence; for a word of several tokens, its last one, which has read the others. Of several
 * the one whose turn it is, or the last. Null where it is not in the sentence.
 */
export function positionIn(tokens: readonly TokenInfo[], wanted: Wanted, match: 'token' | 'word'): number | null {
  const found =
    match === 'token'
      ? tokens.flatMap(({ id }, position) => (id === wanted.id ? [position] : []))
      : wordsOf(tokens).flatMap(({ text, last }) => (text === wanted.word ? [last] : []))
  return found[match === 'token' ? wanted.tokenTurn : wanted.wordTurn] ?? found.at(-1) ?? null
}

interface Word {
  readonly text: string
  readonly first: number
  readonly last: number
}

/** Tokens that go on with a word: WordPiece marks them; elsewhere they are letters after letters without a space between. */
function wordsOf(tokens: readonly TokenInfo[]): Word[] {
  const marksSpaces = tokens.some(({ text }) => text.startsWith(' '))
  const words: Word[] = []
  for (const [index, { text, special }] of tokens.entries()) {
    const before = tokens[index - 1]
    const follows = before !== undefined && !before.special && !special
    const runsOn = marksSpaces && /[\p{L}\p{M}\p{N}]$/u.test(before?.text ?? '') && /^[\p{L}\p{M}\p{N}]/u.test(text)
    const own = text.replace(/^##/, '').trim().toLowerCase()
    const last = words.at(-1)
    if (last && follows && (text.startsWith('##') || runsOn)) {
      words[words.length - 1] = { ...last, text: last.text + own, last: index }
    } else {
      words.push({ text: own, first: index, last: index })
    }
  }
  return words
}
