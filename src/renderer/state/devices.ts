import type { DeviceChoice, DeviceName, DeviceWish } from '../../shared/model-info'

export const deviceNames: Readonly<Record<DeviceName, string>> = { cuda: 'CUDA', webgpu: 'WebGPU', cpu: 'CPU' }

export const wishes: readonly { readonly value: DeviceWish; readonly label: string; readonly note: string }[] = [
  { value: 'auto', label: 'Automatic', note: 'The fastest one that comes up' },
  { value: 'cuda', label: 'CUDA', note: 'NVIDIA cards, where its libraries are installed' },
  { value: 'webgpu', label: 'WebGPU', note: 'Any modern graphics card' },
  { value: 'cpu', label: 'CPU', note: 'Always there' },
]

/** Whether a person asked for one device and got another. That `auto` tried several is no broken wish. */
export function isFallback({ wish, device }: DeviceChoice): boolean {
  return wish !== 'auto' && wish !== device
}
