import { type FaultData, toFaultData } from '../../shared/fault'
import type { ModelInfo, TokenInfo } from '../../shared/model-info'
import { clients } from './clients'
import { nothingSelected, useSelection } from './selection'
import { nothingComputed, useSession } from './session'
import { parseTokenIds } from './token-ids'
import { stopQuietly } from './trace'

/** Long enough to skip most keystrokes of a fast typist, short enough to feel live. */
const debounceMs = 140

let timer: ReturnType<typeof setTimeout> | undefined
let pending: AbortController | undefined

/** Changes the sentence; `tokens` where they are known. All that was computed or selected for the last one goes with it. */
export function setText(text: string, tokens: readonly TokenInfo[] | null = null): void {
  if (text === useSession.getState().text) return
  stopQuietly()
  useSelection.setState(nothingSelected)
  useSession.setState({ text, tokens, tokensFault: null, ...nothingComputed })
  clearTimeout(timer)
  pending?.abort()
  if (tokens) return
  timer = setTimeout(() => void tokenize(), debounceMs)
}

/** Sees the sentence as the open model sees it. Called at once when a model opens, debounced while typing. */
export async function tokenize(): Promise<void> {
  clearTimeout(timer)
  pending?.abort()
  const { model, text } = useSession.getState()
  if (!model) return
  const controller = new AbortController()
  pending = controller
  const isStale = () =>
    controller.signal.aborted || useSession.getState().text !== text || useSession.getState().model?.path !== model.path
  try {
    const tokens = await tokensOf(model, text, controller.signal)
    if (!isStale()) useSession.setState({ tokens, tokensFault: null })
  } catch (error) {
    const fault = toFaultData(error)
    if (!isStale() && fault.kind !== 'cancelled') useSession.setState({ tokens: null, tokensFault: fault })
  }
}

/** Throws a fault where the text cannot be read; an engine that ended meanwhile is asked once more. */
export async function tokensOf(model: ModelInfo, text: string, signal: AbortSignal): Promise<TokenInfo[]> {
  if (model.tokenizerMissing !== null) {
    return parseTokenIds(text, model.vocabulary).map((id) => ({ id, text: String(id), special: false }))
  }
  const ask = () => clients().engine.model.tokenize({ path: model.path, text }, { signal })
  // Nobody asked for tokens: an engine that ended under the call is no reason to bother a person, who only typed.
  const answer = await ask().catch((error: unknown) => {
    if (toFaultData(error).kind !== 'lost' || signal.aborted) throw error
    return ask()
  })
  return answer.tokens
}

/** Why this sentence cannot run, known before the engine is asked. */
export function tooLong(model: ModelInfo, tokens: readonly TokenInfo[] | null): FaultData | null {
  if (!tokens || tokens.length <= model.context) return null
  const over = tokens.length - model.context
  return {
    kind: 'input',
    message: `The sentence has ${tokens.length} tokens; ${model.name} reads ${model.context} at most.`,
    remedy: `Shorten it by ${over === 1 ? 'one token' : `${over} tokens`}.`,
  }
}
