import { fileURLToPath } from 'node:url'
import { build } from 'vite'

/** A page's script as one file, from its entry: what a page needs that is no part of the program. */
export async function pageScript(entry: URL): Promise<string> {
  const result = await build({
    configFile: false,
    logLevel: 'silent',
    define: { 'process.env.NODE_ENV': '"production"' },
    // Vitest's own NODE_ENV would have JSX compiled for React's development build, which is not the one bundled.
    oxc: { jsx: { runtime: 'automatic', development: false } },
    build: { write: false, lib: { entry: fileURLToPath(entry), formats: ['iife'], name: 'page' } },
  })
  const output = [result].flat().flatMap((one) => ('output' in one ? one.output : []))
  const chunk = output.find((one) => one.type === 'chunk')
  if (chunk?.type !== 'chunk') throw new Error('The page was not built')
  return chunk.code
}
