import { toFaultData } from '../../shared/fault'
import type { DeviceWish } from '../../shared/model-info'
import { clients } from './clients'
import { usualReading } from './reading'
import { nothingSelected, useSelection } from './selection'
import { tokenize } from './sentence'
import { nothingComputed, useSession } from './session'
import { follow, forgetKept, stopQuietly } from './trace'

let opening: AbortController | undefined

/** Reads what a model is and puts it in place of the open one. Answers whether it did; a failure is left in `opening`. */
export async function openModel(path: string): Promise<boolean> {
  opening?.abort()
  const controller = new AbortController()
  opening = controller
  useSession.setState({ opening: { path, fault: null } })
  try {
    const model = await clients().engine.model.inspect({ path }, { signal: controller.signal })
    if (controller.signal.aborted) return false
    stopQuietly()
    forgetKept()
    useSelection.setState({ ...nothingSelected, pinned: new Set(), watch: null, camera: null, axes: [] })
    useSession.setState({
      ...{ model, templates: null, reading: usualReading, opening: null, restarted: null },
      ...{ tokens: null, tokensFault: null, ...nothingComputed },
    })
    void tokenize()
    void probeDevice()
    void refreshRecent()
    return true
  } catch (error) {
    if (controller.signal.aborted) return false
    const fault = toFaultData(error)
    useSession.setState({ opening: fault.kind === 'cancelled' ? null : { path, fault } })
    return false
  }
}

export function cancelOpening(): void {
  opening?.abort()
  useSession.setState({ opening: null })
}

/** Forgets a failure that has been read. */
export function dismissOpening(): void {
  if (useSession.getState().opening?.fault) useSession.setState({ opening: null })
}

export async function refreshRecent(): Promise<void> {
  try {
    useSession.setState({ recent: await clients().engine.model.recent() })
  } catch {
    // A list of conveniences: the window does without.
  }
}

/** Computes on another device from now on. What was computed on the last one is dropped, since numbers differ by device. */
export async function chooseDevice(wish: DeviceWish): Promise<void> {
  if (useSession.getState().wish === wish) return
  const shown = useSession.getState().traced !== null
  stopQuietly()
  useSession.setState({ wish, device: null, deviceFault: null, ...nothingComputed })
  await probeDevice()
  if (shown) follow()
}

/** Asks which device would run, and why not the one that was wished for. */
export async function probeDevice(): Promise<void> {
  const { wish } = useSession.getState()
  try {
    const device = await clients().engine.model.device({ wish })
    if (useSession.getState().wish === wish) useSession.setState({ device, deviceFault: null })
  } catch (error) {
    if (useSession.getState().wish === wish) useSession.setState({ device: null, deviceFault: toFaultData(error) })
  }
}
