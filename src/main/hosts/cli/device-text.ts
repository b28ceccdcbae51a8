import type { DeviceChoice } from '../../../shared/model-info'

/** A line on why another device ran than the one asked for; empty where the wish was met or left open. */
export function deviceNote({ wish, device, reasons }: DeviceChoice): string {
  if (wish === 'auto' || wish === device) return ''
  return `Ran on ${device}, not on ${wish}: ${reasons.join(' ')}\n`
}

export function origin(fromStore: boolean): string {
  return fromStore ? 'read back from the store' : 'computed'
}
