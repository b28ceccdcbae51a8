import { EventPublisher, implement } from '@orpc/server'
import { type HostEvent, hostContract } from '../../../shared/contract'
import type { EngineSupervisor } from '../engine-process'

export interface HostFacts {
  readonly version: string
  readonly openAtStart: string | null
}

/** The host's API for a browser: no native dialogs, the engine's supervisor behind `interrupt`. */
export function createHostRouter(supervisor: EngineSupervisor, facts: HostFacts) {
  const events = new EventPublisher<{ host: HostEvent }>()
  supervisor.onRestarted((reason) => events.publish('host', { type: 'engine-restarted', reason }))

  const host = implement(hostContract)
  return host.router({
    info: host.info.handler(() => ({
      kind: 'server' as const,
      version: facts.version,
      openAtStart: facts.openAtStart,
      canChoose: false,
      platform: process.platform,
    })),
    events: host.events.handler(async function* ({ signal }) {
      yield* events.subscribe('host', signal ? { signal } : {})
    }),
    chooseFolder: host.chooseFolder.handler(() => null),
    chooseModelFile: host.chooseModelFile.handler(() => null),
    interrupt: host.interrupt.handler(() => supervisor.interrupt()),
  })
}
