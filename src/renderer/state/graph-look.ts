import { create } from 'zustand'
import type { Progress } from '../../shared/contract'
import { type FaultData, toFaultData } from '../../shared/fault'
import type { OnnxLook } from '../../shared/onnx-info'
import { clients } from './clients'
import { useSession } from './session'

/** What is known of the graph of one ONNX file: what was found in it, and whether a run bears that out. */
export interface GraphLook {
  /** Null until it was read. */
  readonly look: OnnxLook | null
  readonly state: 'idle' | 'reading' | 'proving' | 'stopped'
  readonly progress: Progress | null
  readonly fault: FaultData | null
}

const nothing: GraphLook = { look: null, state: 'idle', progress: null, fault: null }

/** By fingerprint, for as long as the window lives. */
const useLooks = create<{ readonly of: ReadonlyMap<string, GraphLook> }>()(() => ({ of: new Map() }))

let working: AbortController | null = null

/** Of the open model's graph; null where it is none. */
export function useGraphLook(): GraphLook | null {
  const key = useSession(({ model }) => (model?.format === 'onnx' ? model.fingerprint : null))
  return useLooks(({ of }) => (key === null ? null : (of.get(key) ?? nothing)))
}

/** Reads what was found in the open model's graph; with `prove`, also whether a run's numbers bear that out. */
export async function lookIntoGraph(prove: boolean): Promise<void> {
  const { model } = useSession.getState()
  if (model?.format !== 'onnx') return
  working?.abort()
  const controller = new AbortController()
  working = controller
  const { fingerprint: key, path } = model
  const { signal } = controller
  note(key, { state: prove ? 'proving' : 'reading', progress: null, fault: null })
  try {
    const look = await clients().runLong((options) => clients().engine.model.graph({ path, prove }, options), {
      signal,
      onProgress: (progress) => {
        if (!signal.aborted) note(key, { progress })
      },
    })
    note(key, { look, state: 'idle' })
  } catch (error) {
    const fault = toFaultData(error)
    if (signal.aborted || fault.kind === 'cancelled') note(key, { state: 'stopped' })
    else note(key, { state: 'idle', fault })
  } finally {
    if (working === controller) working = null
  }
}

export function stopLooking(): void {
  working?.abort()
}

function note(key: string, change: Partial<GraphLook>): void {
  useLooks.setState(({ of }) => ({ of: new Map(of).set(key, { ...nothing, ...of.get(key), ...change }) }))
}
