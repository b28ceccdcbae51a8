import type { Router } from '@orpc/server'
import type { engineContract } from '../../shared/contract'

export interface EngineOptions {
  /** Where settings, the activation store and dropped models are kept; made when it is not there. */
  readonly dataFolder: string
  readonly version: string
}

/** The workbench without a window. Hosts know nothing else of src/main. */
export interface Engine {
  /** The contract, implemented; a host serves it over its channel. */
  readonly router: Router<typeof engineContract, Record<never, never>>
  /** Finishes writes and releases sessions and the store. */
  close(): Promise<void>
}
