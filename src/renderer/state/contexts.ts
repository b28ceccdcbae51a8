import { useMemo } from 'react'
import { create } from 'zustand'
import { mostContexts } from '../../shared/contexts'
import { type FaultData, toFaultData } from '../../shared/fault'
import type { TokenInfo } from '../../shared/model-info'
import type { Place } from './address'
import { type Match, positionIn, type Wanted, wantedOf } from './contexts-match'
import { holdHistory, holdHistoryWhile } from './history-hold'
import { isSameReading, usualReading } from './reading'
import { type Selection, useSelection } from './selection'
import { readSentence, setSentence, tokenize, type Written } from './sentence'
import { type Session, useSession } from './session'
import { follow, selectToken } from './trace'

/** One of the sentences that stand side by side. That of the active one is kept in the session, and here only while another is. */
interface Kept extends Written {
  readonly key: number
  /** Null until the model has seen it. */
  readonly tokens: readonly TokenInfo[] | null
  readonly fault: FaultData | null
  /** The token that was chosen by hand. */
  readonly position: number | null
}

interface State {
  readonly kept: readonly Kept[]
  readonly active: number
  readonly match: Match
  /** The token that was compared last, for when the active sentence has none. */
  readonly wanted: Wanted | null
}

let keys = 0
const keep = ({ text, reading }: Written, position: number | null = null): Kept => ({
  key: ++keys,
  text,
  reading,
  tokens: null,
  fault: null,
  position,
})

export const useContexts = create<State>()(() => ({
  kept: [keep({ text: '', reading: usualReading })],
  active: 0,
  match: 'token',
  wanted: null,
}))

/** A sentence as it stands now, with the token of it that is compared. */
export interface Context extends Kept {
  /** 0 for A. */
  readonly index: number
  readonly isActive: boolean
}

export const letterOf = (index: number) => String.fromCharCode(65 + index)

type Here = Pick<Session, 'text' | 'reading' | 'tokens' | 'tokensFault'> & Pick<Selection, 'position'>

function contextsOf({ kept, active, match, wanted }: State, here: Here): Context[] {
  const live = here.tokens && here.position !== null ? wantedOf(here.tokens, here.position) : null
  const sought = live ?? wanted
  return kept.map((one, index) => {
    if (index === active) {
      const { text, reading, tokens, tokensFault: fault, position } = here
      return { ...one, index, isActive: true, text, reading, tokens, fault, position }
    }
    const own = match === 'hand' ? one.position : one.tokens && sought && positionIn(one.tokens, sought, match)
    const position = own !== null && own < (one.tokens?.length ?? 0) ? own : null
    return { ...one, index, isActive: false, position }
  })
}

const here = (): Here => ({ ...useSession.getState(), position: useSelection.getState().position })
const contextsNow = () => contextsOf(useContexts.getState(), here())

/** All sentences, in the order of their letters; one alone where nothing is compared. */
export function useAllContexts(): readonly Context[] {
  const state = useContexts()
  const text = useSession((session) => session.text)
  const reading = useSession((session) => session.reading)
  const tokens = useSession((session) => session.tokens)
  const tokensFault = useSession((session) => session.tokensFault)
  const position = useSelection((selection) => selection.position)
  return useMemo(
    () => contextsOf(state, { text, reading, tokens, tokensFault, position }),
    [state, text, reading, tokens, tokensFault, position],
  )
}

/** Another sentence, at first the same as the active one, so that a word of it can be changed. It becomes the active one. */
export function addContext(): void {
  const all = contextsNow()
  if (all.length >= mostContexts) return
  goTo([...all.map(keptOf), keep(useSession.getState(), useSelection.getState().position)], all.length)
}

/** Looks at another context; every other view follows. */
export function switchContext(index: number): void {
  const all = contextsNow()
  if (index === useContexts.getState().active || !all[index]) return
  goTo(all.map(keptOf), index)
}

export function removeContext(index: number): void {
  const all = contextsNow()
  if (all.length < 2 || !all[index]) return
  const { active } = useContexts.getState()
  const kept = all.map(keptOf).filter((_, at) => at !== index)
  if (index !== active) useContexts.setState({ kept, active: active > index ? active - 1 : active })
  else goTo(kept, Math.min(index, kept.length - 1))
}

/** Another kind of matching; by hand, every context first keeps the token that it has. */
export function setMatch(match: Match): void {
  useContexts.setState({ kept: contextsNow().map(keptOf), match })
}

/** Compares another token of a context. In one that is not active that is a choice by hand, and the others keep theirs. */
export function chooseInContext(index: number, position: number): void {
  if (index === useContexts.getState().active) {
    selectToken(position)
    return
  }
  const kept = contextsNow().map(keptOf)
  useContexts.setState({
    kept: kept.map((one, at) => (at === index ? { ...one, position } : one)),
    match: 'hand',
  })
}

export interface Sentence {
  readonly text: string
  /** The text of the compared token without the space before it. */
  readonly token: string
  /** Which of several that read so, from 1. */
  readonly occurrence?: number
}

/** Puts sentences side by side in place of all that there were; `look` is what else of the selection changes with them. */
export async function showContexts(
  sentences: readonly Sentence[],
  active = 0,
  look: Partial<Selection> = {},
): Promise<void> {
  const chosen = sentences[active]!
  await holdHistoryWhile(async () => {
    const sameWord = sentences.every(({ token }) => token === chosen.token)
    useContexts.setState({
      kept: sentences.map(({ text }) => keep({ text, reading: usualReading })),
      active,
      match: sentences.length === 1 ? 'token' : sameWord ? 'word' : 'hand',
      wanted: null,
    })
    setSentence({ text: chosen.text, reading: usualReading })
    await Promise.all([tokenize(), tokenizeKept()])
    useContexts.setState(({ kept }) => ({
      kept: kept.map((one, index) => ({ ...one, position: placeOf(sentences[index], one.tokens) })),
    }))
  })
  const { text, tokens } = useSession.getState()
  if (text !== chosen.text) return
  useSelection.setState({ ...look, position: placeOf(chosen, tokens) })
  follow()
}

function placeOf(sentence: Sentence | undefined, tokens: readonly TokenInfo[] | null): number | null {
  const found = tokens?.flatMap(({ text }, at) => (text.trim() === sentence?.token ? [at] : []))
  return found?.[(sentence?.occurrence ?? 1) - 1] ?? null
}

/** What the address keeps of the contexts. */
export function contextsPlace(): Pick<Place, 'others' | 'active' | 'match'> {
  const { active, match } = useContexts.getState()
  const others = contextsNow().filter(({ isActive }) => !isActive)
  return {
    others: others.map(({ text, reading, position }) => {
      return { text, reading, position: match === 'hand' ? position : null }
    }),
    active,
    match,
  }
}

/** Puts the sentences of an address around the one that the session has. What is there already stays as it is. */
export function restoreContexts({ others, active, match, text, reading }: Place): void {
  const wished = others.toSpliced(active, 0, { text, reading, position: null })
  const now = contextsNow()
  const kept = wished.map((one, index) => {
    const same = now[index]
    return same && isSame(same, one) ? { ...keptOf(same), position: one.position } : keep(one, one.position)
  })
  useContexts.setState({ kept, active, match })
  void tokenizeKept()
}

/** One view more on the screen's sentence: what was chosen in the last stays where it has a counterpart. */
function goTo(kept: readonly Kept[], active: number): void {
  const { station, head } = useSelection.getState()
  const { match, wanted } = useContexts.getState()
  const next = kept[active]!
  const position = match === 'hand' || !next.tokens || !wanted ? next.position : positionIn(next.tokens, wanted, match)
  holdHistory(() => {
    setSentence(next, next.tokens)
    useContexts.setState({ kept, active })
  })
  useSelection.setState({ position, station, head })
  if (next.text.trim() !== '') follow()
}

function keptOf({ key, text, reading, tokens, fault, position }: Context): Kept {
  return { key, text, reading, tokens, fault, position }
}

function isSame(one: Written, other: Written): boolean {
  return one.text === other.text && isSameReading(one.reading, other.reading)
}

/** Has the model see the sentences that it has not seen yet. */
async function tokenizeKept(): Promise<void> {
  const { model } = useSession.getState()
  if (!model) return
  const { kept, active } = useContexts.getState()
  await Promise.all(
    kept.map(async (one, index) => {
      if (index === active || one.tokens) return
      const signal = new AbortController().signal
      const seen = await readSentence(model, one, signal).then(
        ({ tokens }) => ({ tokens, fault: null }),
        (error: unknown) => ({ tokens: null, fault: toFaultData(error) }),
      )
      if (useSession.getState().model?.fingerprint !== model.fingerprint) return
      useContexts.setState((state) => ({
        kept: state.kept.map((now) => (now.key === one.key && isSame(now, one) ? { ...now, ...seen } : now)),
      }))
    }),
  )
}

useSelection.subscribe(({ position }, before) => {
  const { tokens } = useSession.getState()
  if (position === null || position === before.position || !tokens) return
  const wanted = wantedOf(tokens, position)
  if (wanted) useContexts.setState({ wanted })
})

useSession.subscribe((now, before) => {
  if (now.model && now.model !== before.model) {
    // Tokens are the model's, and so are positions among them and what may be added to them.
    useContexts.setState(({ kept, match }) => ({
      kept: kept.map((one) => ({ ...one, reading: usualReading, tokens: null, fault: null, position: null })),
      match: match === 'hand' ? 'token' : match,
      wanted: null,
    }))
    void tokenizeKept()
  }
  // A sentence that was typed anew is compared at the same word as the others, and not at its last.
  const { kept, match, wanted } = useContexts.getState()
  if (now.ran && !before.ran && kept.length > 1 && wanted && useSelection.getState().position === null) {
    const position = positionIn(now.ran.tokens, wanted, match === 'token' ? 'token' : 'word')
    if (position !== null) useSelection.setState({ position })
  }
})
