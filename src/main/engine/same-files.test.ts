import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, it } from 'vitest'
import { sameFiles } from './same-files'

let root: string
beforeEach(() => {
  root = mkdtempSync(join(tmpdir(), 'tokentrace-same-'))
})
afterEach(() => {
  rmSync(root, { recursive: true })
})

let made = 0
function folder(files: Record<string, string>): string {
  const path = join(root, String(made++))
  mkdirSync(path)
  for (const [name, text] of Object.entries(files)) writeFileSync(join(path, name), text)
  return path
}

it('the same names with the same bytes are the same', async () => {
  const files = { 'config.json': '{}', 'model.safetensors': 'x'.repeat(3_000_000), empty: '' }
  expect(await sameFiles(folder(files), folder(files))).toBe(true)
})

it.each([
  ['another byte', { a: '12', b: '34' }, { a: '12', b: '35' }],
  ['another length', { a: '12', b: '34' }, { a: '12', b: '345' }],
  ['another name', { a: '12', b: '34' }, { a: '12', c: '34' }],
  ['a file more', { a: '12' }, { a: '12', b: '34' }],
])('%s is not', async (_, one, other) => {
  expect(await sameFiles(folder(one), folder(other))).toBe(false)
  expect(await sameFiles(folder(other), folder(one))).toBe(false)
})

it('what is no folder, or a folder in the place of a file, is the same as nothing', async () => {
  const one = folder({ a: '12' })
  const other = folder({})
  mkdirSync(join(other, 'a'))
  expect(await sameFiles(one, other)).toBe(false)
  expect(await sameFiles(other, other)).toBe(false)
  expect(await sameFiles(one, join(one, 'a'))).toBe(false)
  expect(await sameFiles(one, join(root, 'nowhere'))).toBe(false)
})
