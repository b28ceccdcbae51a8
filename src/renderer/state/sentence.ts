import type { Prompt } from '../../shared/contract'
import { type FaultData, toFaultData } from '../../shared/fault'
import type { ModelInfo, Templates, TokenInfo } from '../../shared/model-info'
import { clients } from './clients'
import { holdHistoryWhile } from './history-hold'
import { filePromptOf, promptOf, textPromptOf } from './prompt'
import { isSameReading, type Reading } from './reading'
import { nothingSelected, useSelection } from './selection'
import { nothingComputed, useSession } from './session'
import { follow, stopQuietly } from './trace'

/** Long enough to skip most keystrokes of a fast typist, short enough to feel live. */
const debounceMs = 140

let timer: ReturnType<typeof setTimeout> | undefined
let pending: AbortController | undefined

/** A sentence, and how it is read. */
export interface Written {
  readonly text: string
  readonly reading: Reading
}

/** Other words, read as the last ones were. */
export function setText(text: string): void {
  setSentence({ text, reading: useSession.getState().reading })
}

/** Changes the sentence; `tokens` where they are known. All that was computed or selected for the last one goes with it. */
export function setSentence({ text, reading }: Written, tokens: readonly TokenInfo[] | null = null): void {
  const now = useSession.getState()
  if (text === now.text && isSameReading(reading, now.reading)) return
  stopQuietly()
  useSelection.setState(nothingSelected)
  useSession.setState({ text, reading, tokens, tokensFault: null, ...nothingComputed })
  clearTimeout(timer)
  pending?.abort()
  if (tokens) return
  timer = setTimeout(() => void tokenize(), debounceMs)
}

/** Reads the same words in another way, at once. What is looked at stays so: the same word of them, and the same results. */
export async function setReading(change: Partial<Reading>): Promise<void> {
  const { text, reading: before, tokens, ran } = useSession.getState()
  const { position, station, head } = useSelection.getState()
  const reading = { ...before, ...change }
  await holdHistoryWhile(() => {
    setSentence({ text, reading })
    return tokenize()
  })
  const now = useSession.getState()
  if (now.reading !== reading || now.text !== text) return
  useSelection.setState({ position: samePlace(tokens, position, now.tokens), station, head })
  if (ran && now.tokens) follow()
}

/** Where the token stands that is the same one of a person's own. What a template added has no counterpart in another. */
function samePlace(
  tokens: readonly TokenInfo[] | null,
  position: number | null,
  others: readonly TokenInfo[] | null,
): number | null {
  const own = (list: readonly TokenInfo[] | null) => list?.flatMap(({ special }, at) => (special ? [] : [at])) ?? []
  return position === null ? null : (own(others)[own(tokens).indexOf(position)] ?? null)
}

/** Sees the sentence as the open model sees it. Called at once when a model opens, debounced while typing. */
export async function tokenize(): Promise<void> {
  clearTimeout(timer)
  pending?.abort()
  const { model, text, reading } = useSession.getState()
  if (!model) return
  const controller = new AbortController()
  pending = controller
  const isStale = () => {
    const now = useSession.getState()
    return controller.signal.aborted || now.text !== text || now.reading !== reading || now.model?.path !== model.path
  }
  try {
    const { tokens, templates } = await readSentence(model, { text, reading }, controller.signal)
    if (!isStale()) useSession.setState({ tokens, tokensFault: null, ...(templates ? { templates } : {}) })
  } catch (error) {
    const fault = toFaultData(error)
    if (!isStale() && fault.kind !== 'cancelled') useSession.setState({ tokens: null, tokensFault: fault })
  }
}

/** Throws a fault where the text cannot be read; an engine that ended meanwhile is asked once more. */
export async function readSentence(
  model: ModelInfo,
  { text, reading }: Written,
  signal: AbortSignal,
): Promise<{ readonly tokens: TokenInfo[]; readonly templates: Templates | null }> {
  if (model.reads && text.trim() === '') return { tokens: [], templates: null }
  if (model.tokenizerMissing !== null && !model.reads) {
    return { tokens: idTokens(model, promptOf(model, text, reading)), templates: null }
  }
  const prompt = model.reads ? filePromptOf(model, text, reading) : textPromptOf(model, text, reading)
  const ask = () => clients().engine.model.tokenize({ path: model.path, ...prompt }, { signal })
  // Nobody asked for tokens: an engine that ended under the call is no reason to bother a person, who only typed.
  return ask().catch((error: unknown) => {
    if (toFaultData(error).kind !== 'lost' || signal.aborted) throw error
    return ask()
  })
}

/** Ids as tokens, as the engine has them. */
function idTokens({ encoder }: ModelInfo, prompt: Prompt): TokenInfo[] {
  const plain = (ids: readonly number[]) => ids.map((id): TokenInfo => ({ id, text: String(id), special: false }))
  const own = 'ids' in prompt ? plain(prompt.ids) : []
  if (encoder === null) return own
  const { start } = encoder
  const begun = start === null ? [] : [{ id: start, text: String(start), special: true }]
  const said = prompt.decoder && 'ids' in prompt.decoder ? plain(prompt.decoder.ids) : begun
  return [
    ...own.map((token) => ({ ...token, side: 'encoder' as const })),
    ...said.map((token) => ({ ...token, side: 'decoder' as const })),
  ]
}

/** What the decoder of an encoder–decoder has said so far, beside the same sentence. */
export function setSaid(said: string): void {
  const { text, reading } = useSession.getState()
  setSentence({ text, reading: { ...reading, said } })
}

/** The path of the states that a decoder reads beside what it has said. */
export function setStates(states: string): void {
  const { text, reading } = useSession.getState()
  setSentence({ text, reading: { ...reading, states } })
}

/** What is typed for an input of no known use. */
export function setInput(name: string, value: string): void {
  const { text, reading } = useSession.getState()
  setSentence({ text, reading: { ...reading, inputs: { ...reading.inputs, [name]: value } } })
}

/** Why this sentence cannot run, known before the engine is asked. */
export function tooLong(model: ModelInfo, tokens: readonly TokenInfo[] | null): FaultData | null {
  const own = tokens?.filter(({ side }) => side === 'encoder') ?? []
  const last = tokens?.filter(({ side }) => side !== 'encoder') ?? []
  const sides = [
    ...(model.encoder ? [{ what: 'The sentence', count: own.length, most: model.encoder.context }] : []),
    { what: model.encoder ? 'What the decoder said' : 'The sentence', count: last.length, most: model.context },
  ]
  const long = sides.find(({ count, most }) => most !== null && count > most)
  if (!long) return null
  const over = long.count - long.most!
  return {
    kind: 'input',
    message: `${long.what} has ${long.count} tokens; ${model.name} reads ${long.most} at most.`,
    remedy: `Shorten it by ${over === 1 ? 'one token' : `${over} tokens`}.`,
  }
}
