import { existsSync } from 'node:fs'
import react from '@vitejs/plugin-react'
import { defineConfig } from 'electron-vite'

/** Of the entries given, those that are there: the server and the command line build without the desktop, and so on. */
function present(entries: Record<string, string>): Record<string, string> {
  return Object.fromEntries(Object.entries(entries).filter(([, path]) => existsSync(path)))
}

const main = present({
  desktop: 'src/main/hosts/desktop/main.ts',
  server: 'src/main/hosts/server/server.ts',
  cli: 'src/main/hosts/cli/cli.ts',
  engine: 'src/main/hosts/engine-process/engine-main.ts',
})
const preload = present({ preload: 'src/main/hosts/desktop/preload.ts' })
const renderer = present({ index: 'src/renderer/index.html' })

/** Left out where nothing is to be built, since electron-vite stops at an empty one. */
function section<T>(entries: Record<string, string>, config: T): T | undefined {
  return Object.keys(entries).length > 0 ? config : undefined
}

const sections = {
  main: section(main, {
    build: {
      outDir: 'out/main',
      sourcemap: true,
      // Dependencies stay in node_modules: some are native.
      externalizeDeps: true,
      rolldownOptions: {
        input: main,
        // Importing a module of src/main does nothing by itself. Told so, the builder leaves the engine's native modules out
        // of the hosts, which take one function from the engine's room.
        treeshake: { moduleSideEffects: false },
        // And puts that function into a file of its own: beside the engine it would bring all of it.
        output: { codeSplitting: { groups: [{ name: 'fault-border', test: /engine[\\/]fault-border/ }] } },
      },
    },
  }),
  preload: section(preload, {
    build: {
      outDir: 'out/preload',
      // A sandboxed preload is one CommonJS file that can require nothing but electron.
      externalizeDeps: false,
      rolldownOptions: {
        input: preload,
        output: { format: 'cjs' as const, entryFileNames: '[name].cjs' },
      },
    },
  }),
  renderer: section(renderer, {
    root: 'src/renderer',
    plugins: [react()],
    build: {
      outDir: 'out/renderer',
      rolldownOptions: { input: renderer },
      // The policy lets no script run that is not a file of ours.
      modulePreload: { polyfill: false },
    },
  }),
}

export default defineConfig(Object.fromEntries(Object.entries(sections).filter(([, config]) => config !== undefined)))
