#!/usr/bin/env node
// `npm test`: types, formatting and lint, import rules, unit tests, end-to-end tests. All of them run, so that one run shows
// all there is to mend; the last line counts the tests, and a check that failed counts as one.
import { spawnSync } from 'node:child_process'
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { provideChromium } from './chromium.mjs'
import { electronBinary } from './electron-binary.mjs'
import { failedEndToEndTests, failedUnitTests } from './failed-tests.mjs'
import { root, SetupError, setup } from './setup.mjs'

const count = { passed: 0, failed: 0, skipped: 0 }
/** Said again before the last line, for a reader who sees only the end of the output. */
const failures = []
const reports = mkdtempSync(join(tmpdir(), 'tokentrace-test-'))
process.on('exit', () => rmSync(reports, { recursive: true, force: true }))

function heading(title) {
  console.log(`\n── ${title}`)
}

function run(node, script, args, env = {}) {
  const { status } = spawnSync(node, [join(root, script), ...args], {
    cwd: root,
    stdio: ['ignore', 'inherit', 'inherit'],
    env: { ...process.env, ...env },
  })
  return status === 0
}

function check(title, ok) {
  if (ok) return
  count.failed++
  failures.push(title)
  console.log(`✗ ${title}`)
}

/** Adds what a runner reported. One that failed without a failed test (a file that does not load, say) counts as one. */
function add({ passed, failed, skipped }, ok, names) {
  failures.push(...(names.length === 0 && !ok ? ['a runner that ended with an error and no failed test'] : names))
  count.passed += passed
  count.failed += failed === 0 && !ok ? 1 : failed
  count.skipped += skipped
}

function readReport(path) {
  return existsSync(path) ? JSON.parse(readFileSync(path, 'utf8')) : null
}

function unitTests(node, chromium) {
  const path = join(reports, 'unit.json')
  const reporters = ['--reporter=default', '--reporter=json', `--outputFile.json=${path}`]
  const own = chromium.path ? { CHROMIUM_PATH: chromium.path } : {}
  const ok = run(node, 'node_modules/vitest/vitest.mjs', ['run', '--passWithNoTests', ...reporters], own)
  const report = readReport(path)
  const passed = report?.numPassedTests ?? 0
  add(
    { passed, failed: report?.numFailedTests ?? 0, skipped: report?.numPendingTests ?? 0 },
    ok,
    failedUnitTests(report),
  )
}

function endToEnd(node, chromium, project, env = {}) {
  const path = join(reports, `${project}.json`)
  const args = ['test', `--project=${project}`, '--pass-with-no-tests']
  const own = { CHROMIUM_PATH: chromium, PLAYWRIGHT_JSON_OUTPUT_FILE: path, ...env }
  const ok = run(node, 'node_modules/@playwright/test/cli.js', args, own)
  const report = readReport(path)
  const { expected = 0, flaky = 0, unexpected = 0, skipped = 0 } = report?.stats ?? {}
  add({ passed: expected + flaky, failed: unexpected, skipped }, ok, failedEndToEndTests(report))
}

/** The desktop's suite needs Electron's binary, or the stand-in for it. */
function desktop(node, chromium) {
  const suite = join(root, 'e2e', 'desktop')
  if (!existsSync(suite) || !readdirSync(suite).some((name) => name.endsWith('.spec.ts'))) return
  const standin = join(root, 'e2e', 'standin')
  if (electronBinary()) {
    heading('End-to-end tests of the desktop window, in Electron')
    endToEnd(node, chromium, 'desktop')
  } else if (existsSync(join(standin, 'electron'))) {
    heading('End-to-end tests of the desktop window, in the stand-in: the Electron binary is not here')
    endToEnd(node, chromium, 'desktop', { ELECTRON_OVERRIDE_DIST_PATH: standin })
  } else {
    console.log('\nSKIPPED: the desktop window’s tests, since the Electron binary is not here.')
  }
}

function build() {
  try {
    setup({ say: console.log })
    return true
  } catch (error) {
    if (!(error instanceof SetupError)) throw error
    console.log(error.message)
    return false
  }
}

function runAll() {
  const node = setup({ build: false })
  heading('Types')
  check('types', run(node, 'scripts/typecheck.mjs', []))
  heading('Formatting and lint')
  check('formatting and lint', run(node, 'node_modules/@biomejs/biome/bin/biome', ['ci', '--colors=off', '.']))
  heading('Import rules')
  const rules = ['--config', '.dependency-cruiser.mjs', 'src', 'e2e', 'bench']
  check('import rules', run(node, 'node_modules/dependency-cruiser/bin/dependency-cruiser.mjs', rules))
  heading('Build')
  const built = build()
  check('build', built)
  // Before the unit tests, of which some look at a page or borrow its software GPU.
  const chromium = provideChromium(console.log)
  if (chromium.missing) {
    heading('Chromium')
    console.log(chromium.missing)
    check('a Chromium for the tests', false)
  }
  heading('Unit tests')
  unitTests(node, chromium)
  if (!built || chromium.missing) {
    console.log(`\nSKIPPED: the end-to-end tests, since there is ${built ? 'no Chromium' : 'nothing'} to run them on.`)
    return
  }
  heading('End-to-end tests of the server host, in Chromium')
  endToEnd(node, chromium.path, 'server')
  desktop(node, chromium.path)
}

try {
  runAll()
} catch (error) {
  if (!(error instanceof SetupError)) throw error
  console.log(error.message)
  failures.push('the set-up')
  count.failed++
}
if (failures.length > 0) console.log(`\nFailed:\n${failures.map((failure) => `✗ ${failure}`).join('\n')}`)
if (count.skipped > 0) console.log(`\n${count.skipped} skipped`)
console.log(`\n${count.passed} passed, ${count.failed} failed`)
process.exit(count.failed === 0 ? 0 : 1)
