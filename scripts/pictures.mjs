#!/usr/bin/env node
// Takes the pictures of the README anew (e2e/pictures). Needs a Chromium, and fetches all-MiniLM-L6-v2 where it is missing.
import { spawnSync } from 'node:child_process'
import { join } from 'node:path'
import { provideChromium } from './chromium.mjs'
import { root, SetupError, setup } from './setup.mjs'

function run(node, args, { env = {}, stdout = 'inherit' } = {}) {
  const options = { cwd: root, encoding: 'utf8', stdio: ['ignore', stdout, 'inherit'], env: { ...process.env, ...env } }
  const { status, stdout: said } = spawnSync(node, args, options)
  if (status !== 0) process.exit(status ?? 1)
  return said
}

try {
  const node = setup()
  const chromium = provideChromium(console.error)
  if (chromium.missing) throw new SetupError(chromium.missing)
  const model = run(node, [join(root, 'scripts/fetch-minilm.mjs')], { stdout: 'pipe' })
    .trim()
    .split('\n')
    .at(-1)
  const script = ['--import', './bench/ts-modules.mjs', 'e2e/pictures/pictures.ts', model]
  run(node, script, { env: { CHROMIUM_PATH: chromium.path } })
} catch (error) {
  if (!(error instanceof SetupError)) throw error
  console.error(error.message)
  process.exit(1)
}
