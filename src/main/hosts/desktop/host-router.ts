import { implement } from '@orpc/server'
import { hostContract } from '../../../shared/contract'
import type { EngineSupervisor } from '../engine-process'
import type { WindowEvents } from './window-events'

export interface HostFacts {
  readonly version: string
  readonly openAtStart: () => string | null
  readonly choose: (what: 'folder' | 'model file', title: string) => Promise<string | null>
}

/** The host's API for the desktop's window. */
export function createHostRouter(supervisor: EngineSupervisor, events: WindowEvents, facts: HostFacts) {
  const host = implement(hostContract)
  return host.router({
    info: host.info.handler(() => ({
      kind: 'desktop' as const,
      version: facts.version,
      openAtStart: facts.openAtStart(),
      canChoose: true,
      platform: process.platform,
    })),
    events: host.events.handler(({ signal }) => events.subscribe(signal)),
    chooseFolder: host.chooseFolder.handler(({ input }) => facts.choose('folder', input.title)),
    chooseModelFile: host.chooseModelFile.handler(({ input }) => facts.choose('model file', input.title)),
    interrupt: host.interrupt.handler(() => supervisor.interrupt()),
  })
}
