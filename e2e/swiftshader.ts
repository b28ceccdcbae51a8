import { existsSync, readdirSync, realpathSync } from 'node:fs'
import { dirname, join } from 'node:path'

/**
 * What gives ONNX Runtime's WebGPU a Vulkan device without a GPU: the software renderer that comes with Chromium. Null where
 * none is found. For a child's environment: the loader reads it at a process's start.
 */
export function swiftShader(): NodeJS.ProcessEnv | null {
  const chromium = process.env.CHROMIUM_PATH ?? '/usr/bin/chromium'
  const folders = ['/usr/lib/chromium', ...(existsSync(chromium) ? [dirname(realpathSync(chromium))] : [])]
  const folder = folders.find((path) => existsSync(join(path, 'vk_swiftshader_icd.json')))
  if (folder === undefined || !readdirSync(folder).some((name) => name.startsWith('libvulkan.so'))) return null
  const driver = join(folder, 'vk_swiftshader_icd.json')
  return { VK_DRIVER_FILES: driver, VK_ICD_FILENAMES: driver, LD_LIBRARY_PATH: folder }
}
