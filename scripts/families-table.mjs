#!/usr/bin/env node
// Writes the README's table of families anew, from the registry and what the tiny models show (e2e/families).
import { spawnSync } from 'node:child_process'
import { root, SetupError, setup } from './setup.mjs'

try {
  const node = setup({ build: false })
  const script = [
    '--experimental-transform-types',
    '--disable-warning=ExperimentalWarning',
    '--import',
    './bench/ts-modules.mjs',
    'e2e/families/write-table.ts',
  ]
  process.exit(spawnSync(node, script, { cwd: root, stdio: 'inherit' }).status ?? 1)
} catch (error) {
  if (!(error instanceof SetupError)) throw error
  console.error(error.message)
  process.exit(1)
}
