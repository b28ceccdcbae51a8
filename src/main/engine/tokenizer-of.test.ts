import { fileURLToPath } from 'node:url'
import { expect, it } from 'vitest'
import type { Checkpoint } from '../checkpoint'
import { ggufMetadata } from '../checkpoint/testing/gguf-metadata'
import { tokenizerMissing, tokenizerOf } from './tokenizer-of'

const fixtures = fileURLToPath(new URL('../../../fixtures/', import.meta.url))
const none = {
  metadata: null,
  tokenizerFile: null,
  tokenizerConfigFile: null,
  chatTemplateFile: null,
  specialTokensFile: null,
}
const checkpoint = (parts: Partial<Checkpoint>) => ({ ...none, configFile: 'model.gguf', ...parts }) as Checkpoint

it('a GGUF file’s tokenizer is the file’s own', async () => {
  const own = checkpoint({ metadata: ggufMetadata(`${fixtures}gguf-tokenizers/llama.gguf`) })
  expect(tokenizerMissing(own)).toBeNull()
  expect((await tokenizerOf(own))!.encode('a').map(({ text }) => text)).toEqual(['<s>', ' a'])
})

it('a folder’s is tokenizer.json', async () => {
  const folder = checkpoint({ tokenizerFile: `${fixtures}models/gpt2-tiny/tokenizer.json` })
  expect(tokenizerMissing(folder)).toBeNull()
  expect((await tokenizerOf(folder))!.size).toBe(320)
})

it('where there is none, it is said what is missing', async () => {
  const [file, folder] = [checkpoint({ metadata: new Map() }), checkpoint({})]
  expect(tokenizerMissing(file)).toBe('The file holds no tokenizer.')
  expect(tokenizerMissing(folder)).toMatch(/^There is no tokenizer.json beside the weights/)
  expect([await tokenizerOf(file), await tokenizerOf(folder)]).toEqual([null, null])
})
