#!/usr/bin/env node
// The command line. Stdout belongs to the command alone: whatever the set-up has to say goes to stderr.
import { join } from 'node:path'
import { runChild } from './child.mjs'
import { root, SetupError, setup } from './setup.mjs'

/** glibc reads these at a process's start; why they help is told in src/main/hosts/engine-process/fork-engine.ts. */
const KEEP_FREED_MEMORY = { MALLOC_MMAP_THRESHOLD_: String(2 ** 30), MALLOC_TRIM_THRESHOLD_: String(2 ** 30) }

try {
  const node = setup()
  const cli = join(root, 'out', 'main', 'cli.js')
  const { code } = await runChild(node, [cli, ...process.argv.slice(2)], { env: KEEP_FREED_MEMORY })
  process.exit(code)
} catch (error) {
  if (!(error instanceof SetupError)) throw error
  console.error(error.message)
  process.exit(1)
}
