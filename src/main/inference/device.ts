import { env, listSupportedBackends } from 'onnxruntime-node'
import { Fault } from '../../shared/fault'
import type { DeviceChoice, DeviceName, DeviceWish } from '../../shared/model-info'
import { probeGraphs } from '../graph'
import { missingDriver } from './driver-files'
import { deviceTitles, runs } from './session'

/** What `auto` tries, the fastest first. */
const order: readonly DeviceName[] = ['cuda', 'webgpu', 'cpu']

/** Drivers do not come and go while a process runs, and a failing one takes its time. */
const tried = new Map<DeviceName, Promise<string | null>>()

/**
 * The device that runs for a wish, each tried out on a small graph. `auto` takes the first that works. A device asked for by
 * name that does not work gives way to the CPU; `reasons` tells of each that did not come up, in one sentence.
 */
export async function chooseDevice(wish: DeviceWish): Promise<DeviceChoice> {
  const candidates: readonly DeviceName[] = wish === 'auto' ? order : wish === 'cpu' ? ['cpu'] : [wish, 'cpu']
  const reasons: string[] = []
  for (const device of candidates) {
    const reason = await tryOut(device)
    if (reason === null) return { wish, device, reasons }
    reasons.push(reason)
  }
  throw Fault.environment('ONNX Runtime does not run here, not even on the CPU', {
    details: reasons.join('\n'),
    remedy: 'Install the packages again with npm ci.',
  })
}

function tryOut(device: DeviceName): Promise<string | null> {
  const known = tried.get(device)
  if (known) return known
  const outcome = probe(device)
  tried.set(device, outcome)
  return outcome
}

/** Null when the device works, otherwise why it does not. */
async function probe(device: DeviceName): Promise<string | null> {
  const backend = listSupportedBackends().find(({ name }) => name === device)
  if (!backend) return `${deviceTitles[device]}: not offered by ONNX Runtime on this system.`
  const missing = missingDriver(device)
  if (missing !== null) return `${deviceTitles[device]}: ${missing}`
  try {
    await runs(probeGraphs.plain(), [device])
    return null
  } catch (error) {
    return `${deviceTitles[device]}: ${plainReason(device, error instanceof Error ? error.message : String(error))}`
  }
}

/** ONNX Runtime names source files and functions; what a person can use of it is the end. */
function plainReason(device: DeviceName, message: string): string {
  if (device === 'cuda' && /shared library|cannot open shared object|Failed to load/i.test(message)) {
    return 'the CUDA libraries that its provider needs were not found.'
  }
  if (device === 'webgpu' && /adapter/i.test(message)) return 'no GPU driver was found.'
  const words = message.replaceAll(/\s+/g, ' ').trim()
  return words.length > 200 ? `…${words.slice(-200)}` : words
}

/** Of what computes, beside this program: two versions may differ in a number's last bits. */
export function runtimeVersions(): Record<string, string> {
  return { 'onnxruntime-node': env.versions.node ?? env.versions.common, node: process.versions.node }
}
