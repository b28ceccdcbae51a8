#!/usr/bin/env node
// Takes the pictures of the README and of each view anew (e2e/pictures). Needs a Chromium.
import { spawnSync } from 'node:child_process'
import { provideChromium } from './chromium.mjs'
import { root, SetupError, setup } from './setup.mjs'

try {
  const node = setup()
  const chromium = provideChromium(console.error)
  if (chromium.missing) throw new SetupError(chromium.missing)
  // ONNX's generated messages have enums, which Node does not strip.
  const script = [
    '--experimental-transform-types',
    '--no-warnings',
    '--import',
    './bench/ts-modules.mjs',
    'e2e/pictures/pictures.ts',
    ...process.argv.slice(2),
  ]
  const env = { ...process.env, CHROMIUM_PATH: chromium.path }
  for (const name of ['smollm2', 'vit']) {
    const fetched = spawnSync(node, ['scripts/fetch-model.mjs', name], { cwd: root, encoding: 'utf8' })
    if (fetched.status === 0) env[`TOKENTRACE_${name.toUpperCase()}`] = fetched.stdout.trim().split('\n').at(-1)
    else console.error(`Without the picture of a trained model: ${fetched.stderr.trim().split('\n').at(-1)}`)
  }
  const { status } = spawnSync(node, script, { cwd: root, stdio: 'inherit', env })
  process.exit(status ?? 1)
} catch (error) {
  if (!(error instanceof SetupError)) throw error
  console.error(error.message)
  process.exit(1)
}
