import type { HostEvent } from '../../shared/contract'
import { toFaultData } from '../../shared/fault'
import { refreshStore } from './activation-store'
import { followAddress } from './address-sync'
import { openChosen } from './choose-model'
import { clients } from './clients'
import { openModel, probeDevice, refreshRecent } from './open-model'
import { toggleTheme } from './preferences'
import { useSession } from './session'
import { run } from './trace'
import { showDialog } from './windows'

/** Learns what host and engine are there, then goes where the address or the command line points. */
export async function start(): Promise<void> {
  try {
    const host = await clients().host.info()
    useSession.setState({ host })
    clients().onHostEvent(hear)
    await clients().engine.hello()
    useSession.setState({ link: 'ready' })
    await Promise.all([refreshRecent(), refreshStore()])
    await followAddress(host.openAtStart)
  } catch (error) {
    lost(error)
  }
}

/** The host went away, or is back. Calls wait for it meanwhile; the window says why nothing moves. */
export function connectionChanged(connected: boolean): void {
  const { link } = useSession.getState()
  if (link === 'ready' && !connected) useSession.setState({ link: 'away' })
  else if (link === 'away' && connected) useSession.setState({ link: 'ready' })
}

/** The window has no engine to speak to any more, and says so in place of everything else. */
export function lost(error: unknown): void {
  useSession.setState({ link: { failed: toFaultData(error) }, task: null })
}

function hear(event: HostEvent): void {
  switch (event.type) {
    case 'open-model':
      void openModel(event.path)
      return
    case 'engine-restarted':
      useSession.setState({ restarted: event.reason })
      void refreshStore()
      if (useSession.getState().device === null) void probeDevice()
      return
    case 'command':
      if (event.command === 'run') run()
      else if (event.command === 'toggle-theme') toggleTheme()
      else if (event.command === 'open-file') void openChosen('file')
      else showDialog(event.command)
  }
}
