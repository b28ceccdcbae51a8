import { mkdir } from 'node:fs/promises'
import { join } from 'node:path'
import { build } from 'vite'

/** Bundles the stub engine as the real one is bundled; inside node_modules, so that its packages are found from there. */
export async function buildStubEngine(): Promise<string> {
  const root = join(import.meta.dirname, '../..')
  const outDir = join(root, 'node_modules/.cache/tokentrace-stub', String(process.pid))
  await mkdir(outDir, { recursive: true })
  await build({
    root,
    configFile: false,
    logLevel: 'error',
    build: {
      ssr: join(import.meta.dirname, 'stub-engine.ts'),
      outDir,
      target: 'node24',
      rolldownOptions: { treeshake: { moduleSideEffects: false }, output: { entryFileNames: 'stub-engine.mjs' } },
    },
  })
  return join(outDir, 'stub-engine.mjs')
}
