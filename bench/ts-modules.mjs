// `node --import ./bench/ts-modules.mjs some/file.ts` runs our TypeScript in plain Node 24, which strips types but does not
// guess endings: a relative import without one is tried as `.ts` and as a folder's `index.ts`.
import { existsSync } from 'node:fs'
import { registerHooks } from 'node:module'
import { fileURLToPath } from 'node:url'

registerHooks({
  resolve(specifier, context, next) {
    if (/^\.{1,2}\//.test(specifier) && context.parentURL?.endsWith('.ts')) {
      for (const tail of ['.ts', '/index.ts']) {
        const url = new URL(specifier + tail, context.parentURL)
        if (existsSync(fileURLToPath(url))) return next(url.href, context)
      }
    }
    return next(specifier, context)
  },
})
