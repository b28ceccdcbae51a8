import { copyFileSync, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, it } from 'vitest'
import { createOpenModels } from './opened-model'

let folder: string
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'tokentrace-opened-'))
})
afterEach(() => {
  rmSync(folder, { recursive: true })
})

it('a GGUF file is remembered while it stays the same, and read again when another lies in its place', async () => {
  const path = join(folder, 'm.gguf')
  const models = createOpenModels(folder)
  copyFileSync('fixtures/gguf/llama-tiny.gguf', path)
  const first = await models.open(path)
  expect(first.info).toMatchObject({ path, name: 'm', format: 'gguf', family: 'llama' })
  expect(first.info.about).toContainEqual({ label: 'Title', value: 'llama-tiny' })
  expect(first.info.tokenizerMissing).toMatch(/^The file holds no tokenizer/)
  expect(await models.open(path)).toBe(first)
  copyFileSync('fixtures/gguf/gpt2-tiny.gguf', path)
  expect((await models.open(path)).info).toMatchObject({ path, family: 'gpt2' })
})
