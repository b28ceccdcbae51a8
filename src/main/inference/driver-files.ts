import { existsSync, readFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { dirname, join } from 'node:path'
import type { DeviceName } from '../../shared/model-info'

/**
 * Why a device cannot work, found by looking for its files: ONNX Runtime and Dawn write to the terminal when they meet a
 * missing one, past whatever log level they were given. Null where it is worth a try.
 */
export function missingDriver(device: DeviceName): string | null {
  if (device === 'cuda' && !existsSync(cudaProvider())) {
    return 'its provider is not installed; docs/architecture.md says how to fetch it.'
  }
  if (device === 'webgpu' && process.platform === 'linux' && !hasLibrary('libvulkan.so.1')) {
    return 'no Vulkan loader (libvulkan.so.1) is installed.'
  }
  return null
}

function cudaProvider(): string {
  const bin = join(dirname(createRequire(import.meta.url).resolve('onnxruntime-node/package.json')), 'bin', 'napi-v6')
  const file = process.platform === 'win32' ? 'onnxruntime_providers_cuda.dll' : 'libonnxruntime_providers_cuda.so'
  return join(bin, process.platform, process.arch, file)
}

/** As the dynamic linker looks: the environment's folders, its cache, the default folders. */
function hasLibrary(name: string): boolean {
  const folders = [...(process.env.LD_LIBRARY_PATH ?? '').split(':'), '/lib', '/usr/lib', '/lib64', '/usr/lib64']
  if (folders.some((folder) => folder !== '' && existsSync(join(folder, name)))) return true
  try {
    return readFileSync('/etc/ld.so.cache').includes(`${name}\0`)
  } catch {
    return false
  }
}
