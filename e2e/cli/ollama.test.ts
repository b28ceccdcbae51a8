import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { makeOllamaFolder } from '../ollama-folder'
import { runCli } from './run-cli'

let folder: string
beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'tokentrace-ollama-'))
  const own = 'registry.ollama.ai/library'
  await makeOllamaFolder(folder, [`${own}/llama3.2/1b`, `${own}/mistral/latest`, 'hf.co/org/Tiny-GGUF/Q4_K_M'])
})
afterAll(() => {
  rmSync(folder, { recursive: true })
})

const inspect = (model: string) =>
  runCli(['--data', join(folder, 'data'), 'inspect', model, '--json'], { OLLAMA_MODELS: folder })

describe('a model named as Ollama names it', () => {
  it.each([
    ['llama3.2:1b', 'llama3.2:1b', 'registry.ollama.ai/library/llama3.2/1b'],
    ['library/llama3.2:1b', 'llama3.2:1b', 'registry.ollama.ai/library/llama3.2/1b'],
    ['mistral', 'mistral:latest', 'registry.ollama.ai/library/mistral/latest'],
    ['hf.co/org/tiny-gguf:q4_k_m', 'hf.co/org/Tiny-GGUF:Q4_K_M', 'hf.co/org/Tiny-GGUF/Q4_K_M'],
  ])('%s opens from its manifest', async (typed, name, manifest) => {
    const { code, stdout, stderr } = await inspect(typed)
    expect(stderr).toBe('')
    expect(code).toBe(0)
    expect(JSON.parse(stdout)).toMatchObject({ name, path: join(folder, 'manifests', manifest), family: 'llama' })
  })

  it('that is not there says which are', async () => {
    expect(await inspect('llama9:1b')).toEqual({
      code: 1,
      stdout: '',
      stderr:
        'llama9:1b: There is no such file or folder, and Ollama has no model of this name. Check the path, or open one that ' +
        'Ollama has: hf.co/org/Tiny-GGUF:Q4_K_M, llama3.2:1b, mistral:latest.\n',
    })
  })
})
