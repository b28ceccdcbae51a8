import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import { expect, test, vi } from 'vitest'
import { modelArgument } from './model-argument'

test('a path is taken from the folder one works in, and the sample’s name is not a path', () => {
  const here = resolve('/models')
  expect(modelArgument('gpt2', here)).toBe(resolve(here, 'gpt2'))
  expect(modelArgument('./gpt2', here)).toBe(resolve(here, 'gpt2'))
  expect(modelArgument(resolve('/other/gpt2'), here)).toBe(resolve('/other/gpt2'))
  expect(modelArgument('sample', here)).toBe('sample')
  expect(modelArgument('./sample', here)).toBe(resolve(here, 'sample'))
})

test('a name in Ollama stays one where nothing lies at the path', () => {
  const store = mkdtempSync(join(tmpdir(), 'tokentrace-argument-'))
  vi.stubEnv('OLLAMA_MODELS', store)
  const here = resolve('/models')
  for (const word of ['llama3.2:1b', 'hf.co/org/name:Q4_0', 'box:5000/a/b:c'])
    expect(modelArgument(word, here)).toBe(word)
  expect(modelArgument('llama3.2', here)).toBe(resolve(here, 'llama3.2'))
  for (const model of ['llama3.2', 'src']) {
    const folder = join(store, 'manifests-v2/ollama.com/library', model)
    mkdirSync(folder, { recursive: true })
    writeFileSync(join(folder, 'latest'), '')
  }
  expect(modelArgument('llama3.2', here)).toBe('llama3.2')
  expect(modelArgument('src', process.cwd())).toBe(resolve('src'))
  vi.unstubAllEnvs()
  rmSync(store, { recursive: true })
})
