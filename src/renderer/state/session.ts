import { create } from 'zustand'
import type { Progress, RecentModel, StoreInfo } from '../../shared/contract'
import type { FaultData } from '../../shared/fault'
import type { DeviceChoice, DeviceWish, ModelInfo, Templates, TokenInfo } from '../../shared/model-info'
import type { Trajectory } from '../../shared/trajectory'
import { type Reading, usualReading } from './reading'

export interface HostInfo {
  readonly kind: 'desktop' | 'server'
  readonly version: string
  readonly openAtStart: string | null
  readonly canChoose: boolean
  readonly platform: string
}

/** A model that is being opened, or that could not be. The model that is open stays open meanwhile. */
export interface Opening {
  readonly path: string
  readonly fault: FaultData | null
}

/** The last run of exactly the sentence, model and device that are on the screen. */
export interface Ran {
  readonly tokens: readonly TokenInfo[]
  /** How many states were given beside them; null where none are read. */
  readonly states: number | null
  readonly fromStore: boolean
  /** False where the store's limit cannot hold it. */
  readonly stored: boolean
  readonly milliseconds: number
  readonly device: DeviceChoice
}

/** What the engine is doing for the window right now. */
export interface Task {
  readonly name: 'run' | 'trace'
  readonly progress: Progress | null
}

/** How the last task ended, when it did not end well. */
export type Mishap = { readonly kind: 'stopped' } | { readonly kind: 'failed'; readonly fault: FaultData }

export interface Traced {
  readonly key: string
  readonly trajectory: Trajectory
}

/**
 * What is open and what the engine has said about it. Everything below `text` belongs to one model and one sentence: whoever
 * changes these drops it, so that nothing of the last sentence can show under the next.
 */
export interface Session {
  readonly link: 'connecting' | 'ready' | 'away' | { readonly failed: FaultData }
  readonly host: HostInfo | null
  /** Why the engine was started again, until its next success. */
  readonly restarted: string | null
  readonly recent: readonly RecentModel[]
  readonly store: StoreInfo | null

  readonly opening: Opening | null
  readonly model: ModelInfo | null
  /** What can be added to a sentence of this model; null until the first one was read. */
  readonly templates: Templates | null
  readonly wish: DeviceWish
  readonly device: DeviceChoice | null
  readonly deviceFault: FaultData | null

  readonly text: string
  readonly reading: Reading
  /** The tokens of exactly `text`, read so; null while they are being counted. */
  readonly tokens: readonly TokenInfo[] | null
  readonly tokensFault: FaultData | null
  readonly ran: Ran | null
  readonly task: Task | null
  readonly mishap: Mishap | null
  readonly traced: Traced | null
}

export const nothingComputed = { ran: null, task: null, mishap: null, traced: null } as const

export const useSession = create<Session>()(() => ({
  link: 'connecting',
  host: null,
  restarted: null,
  recent: [],
  store: null,
  opening: null,
  model: null,
  templates: null,
  wish: 'auto',
  device: null,
  deviceFault: null,
  text: '',
  reading: usualReading,
  tokens: null,
  tokensFault: null,
  ...nothingComputed,
}))
