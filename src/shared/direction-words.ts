import type { Direction, SentenceState } from './direction'

/** Where a direction is read, in words: `W_E`, `W_U`, or the station's own name. */
export function placeWords(at: string): string {
  return at === 'embedding' ? 'W_E' : at === 'unembedding' ? 'W_U' : at
}

/** `male → female`. */
export function endsText({ ends: [from, to] }: Pick<Direction, 'ends'>): string {
  return `${from} \u2192 ${to}`
}

/** Which state of a sentence stands for it, in words. */
export function stateWords(state: SentenceState): string {
  if (state === 'last') return 'the last token'
  if (state === 'mean') return 'the mean over its tokens'
  return `the token of \u201c${state.word}\u201d`
}
