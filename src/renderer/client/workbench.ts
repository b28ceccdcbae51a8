import { createORPCClient } from '@orpc/client'
import type { ContractRouterClient } from '@orpc/contract'
import type { engineContract, HostEvent, hostContract } from '../../shared/contract'
import { type Channel, linkOver } from './channel'
import { createRunLong, type RunLong } from './run-long'

export type EngineClient = ContractRouterClient<typeof engineContract>
export type HostClient = ContractRouterClient<typeof hostContract>

/** All that a view needs of the world outside the window. Every call rejects with a `Fault`. */
export interface Workbench {
  readonly engine: EngineClient
  readonly host: HostClient
  readonly runLong: RunLong
  /** Told what the host says without being asked, across reconnections. Returns the way to stop. */
  onHostEvent(listener: (event: HostEvent) => void): () => void
}

const PAUSE_MS = 500

export function workbenchOver(engineChannel: Channel, hostChannel: Channel): Workbench {
  const engine: EngineClient = createORPCClient(linkOver(engineChannel))
  const host: HostClient = createORPCClient(linkOver(hostChannel))
  return {
    engine,
    host,
    runLong: createRunLong(() => host.interrupt()),
    onHostEvent(listener) {
      const controller = new AbortController()
      void listen(host, listener, controller.signal)
      return () => controller.abort()
    },
  }
}

async function listen(host: HostClient, listener: (event: HostEvent) => void, signal: AbortSignal): Promise<void> {
  while (!signal.aborted) {
    try {
      for await (const event of await host.events(undefined, { signal })) listener(event)
    } catch {
      // The host went away or the listener was stopped; in the first case it may come back.
    }
    await new Promise((resolve) => setTimeout(resolve, PAUSE_MS))
  }
}
