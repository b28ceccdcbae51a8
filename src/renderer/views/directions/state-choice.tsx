import { useState } from 'react'
import type { SentenceState } from '../../../shared/direction'
import { Field } from '../../ui/field'
import { Segmented } from '../../ui/segmented'

const kinds = [
  { value: 'last', label: 'Last token', hint: 'The last token that a template did not add' },
  { value: 'mean', label: 'Mean', hint: 'The mean over the tokens that a template did not add' },
  { value: 'word', label: 'A word', hint: 'The last token of a word that stands in every sentence' },
] as const

export interface SentenceStateChoice {
  readonly kind: (typeof kinds)[number]['value']
  readonly word: string
  readonly value: SentenceState
  set(change: { kind?: SentenceStateChoice['kind']; word?: string }): void
  /** Chooses what was chosen before. */
  take(state: SentenceState): void
}

/** Which state of a sentence stands for it, as it is being chosen. */
export function useSentenceState(): SentenceStateChoice {
  const [kind, setKind] = useState<SentenceStateChoice['kind']>('last')
  const [word, setWord] = useState('')
  return {
    kind,
    word,
    value: kind === 'word' ? (word.trim() === '' ? 'last' : { word: word.trim() }) : kind,
    set(change) {
      if (change.kind) setKind(change.kind)
      if (change.word !== undefined) setWord(change.word)
    },
    take(state) {
      setKind(typeof state === 'string' ? state : 'word')
      if (typeof state !== 'string') setWord(state.word)
    },
  }
}

export function StateChoice({ state }: { state: SentenceStateChoice }) {
  return (
    <>
      <Segmented label="State" options={kinds} value={state.kind} onChange={(kind) => state.set({ kind })} />
      {state.kind === 'word' && (
        <Field label="Word" value={state.word} onChange={(event) => state.set({ word: event.target.value })} />
      )}
    </>
  )
}
