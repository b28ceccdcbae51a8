#!/usr/bin/env node
// `npm run gallery`: every figure of docs/gallery again. Those of two models compare the sample with itself rounded to four bits,
// which is made in a temporary folder, so that it need not lie in the repository.
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import { runChild } from './child.mjs'
import { root, SetupError, setup } from './setup.mjs'

const folder = mkdtempSync(join(tmpdir(), 'tokentrace-gallery-'))
try {
  const node = setup()
  const loader = pathToFileURL(join(root, 'bench', 'ts-modules.mjs')).href
  const typescript = ['--experimental-transform-types', '--disable-warning=ExperimentalWarning', '--import', loader]
  const other = join(folder, 'sample-in-four-bits')
  const make = `(await import(process.argv[1])).makeQuantisedSample(process.argv[2])`
  const sample = pathToFileURL(join(root, 'e2e', 'quantised-sample.ts')).href
  const made = await runChild(node, [...typescript, '--input-type=module', '--eval', make, sample, other])
  const batch = join(root, 'docs', 'gallery', 'gallery.json')
  const drawn = join(root, 'out', 'main', 'cli.js')
  process.exitCode = made.code || (await runChild(node, [drawn, 'figure', batch, '--other', other])).code
} catch (error) {
  if (!(error instanceof SetupError)) throw error
  console.error(error.message)
  process.exitCode = 1
} finally {
  rmSync(folder, { recursive: true, force: true })
}
