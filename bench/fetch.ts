import { spawnSync } from 'node:child_process'
import { dirname, join } from 'node:path'

/** SmolLM2-135M-Instruct in Q4_1, fetched where it is not there yet, or why it cannot be. */
export function fetchSmolLM2(): { readonly path: string } | { readonly because: string } {
  const script = join(dirname(import.meta.dirname), 'scripts/fetch-model.mjs')
  const { status, stdout, stderr } = spawnSync(process.execPath, [script, 'smollm2'], { encoding: 'utf8' })
  const last = (text: string) => text.trim().split('\n').at(-1) ?? ''
  return status === 0 ? { path: last(stdout) } : { because: last(stderr) }
}
