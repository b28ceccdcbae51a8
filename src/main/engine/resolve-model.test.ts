import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { writeManifest } from '../checkpoint/testing/ollama-folder'
import { completePath } from './complete-path'
import { resolveModel } from './resolve-model'

let store: string
beforeEach(() => {
  store = mkdtempSync(join(tmpdir(), 'tokentrace-ollama-'))
  vi.stubEnv('OLLAMA_MODELS', store)
})
afterEach(() => {
  vi.unstubAllEnvs()
  rmSync(store, { recursive: true })
})

const own = 'registry.ollama.ai/library'

describe('a name in Ollama', () => {
  it('stands for the manifest of its model, in any case and with what Ollama fills in', async () => {
    const one = writeManifest(store, `${own}/llama3.2/1b`, {})
    const latest = writeManifest(store, `${own}/Mistral/latest`, {})
    const fetched = writeManifest(store, 'hf.co/org/Model-GGUF/Q4_K_M', {})
    expect(await resolveModel('llama3.2:1b')).toBe(one)
    expect(await resolveModel(' "library/LLAMA3.2:1B" ')).toBe(one)
    expect(await resolveModel('mistral')).toBe(latest)
    expect(await resolveModel('hf.co/org/model-gguf:q4_k_m')).toBe(fetched)
  })

  it('stands for the newer of two manifests', async () => {
    writeManifest(store, `${own}/llama3.2/1b`, {})
    const newer = writeManifest(store, 'ollama.com/library/llama3.2/1b', {}, 'manifests-v2')
    expect(await resolveModel('llama3.2:1b')).toBe(newer)
  })

  it('is a path where something lies there, as every path is that can be no name', async () => {
    writeManifest(store, `${own}/tmp/latest`, {})
    expect(await resolveModel(store)).toBe(store)
    expect(await resolveModel('/nowhere/at/all')).toBe('/nowhere/at/all')
  })

  it('of no model is refused with those that are there', async () => {
    for (const tag of ['1b', '3b']) writeManifest(store, `${own}/llama3.2/${tag}`, {})
    await expect(resolveModel('llama9:1b')).rejects.toThrow(
      'llama9:1b: There is no such file or folder, and Ollama has no model of this name. Check the path, or open one that Ollama has: llama3.2:1b, llama3.2:3b.',
    )
  })

  it('is an ordinary path that leads nowhere, where Ollama has no models', async () => {
    await expect(resolveModel('llama9:1b')).rejects.toThrow(
      'llama9:1b: There is no such file or folder. Check the path.',
    )
  })

  it('is completed from how it begins, after models that lie at the path', async () => {
    for (const name of [`${own}/llama3.2/1b`, `${own}/llama3.2/3b`, 'hf.co/a/b/latest']) writeManifest(store, name, {})
    writeManifest(store, `${own}/qwen/latest`, {})
    const names = async (typed: string) => (await completePath(typed, store)).map(({ path }) => path)
    expect(await names('LLAMA3.2:')).toEqual(['llama3.2:1b', 'llama3.2:3b'])
    expect(await names('hf.co/')).toEqual(['hf.co/a/b:latest'])
    expect(await names('q')).toEqual(['qwen:latest'])
    expect(await completePath('q', store)).toEqual([{ path: 'qwen:latest', isModel: true }])
    expect(await names('')).toEqual([join(store, 'manifests')])
  })
})
