import {
  chmodSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { Fault } from '../../shared/fault'
import { writeBytes, writeFileAtomically } from './write-file'

let folder: string
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'tokentrace-write-'))
})
afterEach(() => {
  chmodSync(folder, 0o700)
  rmSync(folder, { recursive: true })
})

async function faultOf(work: Promise<unknown>): Promise<Fault> {
  const error = await work.then(
    () => null,
    (reason: unknown) => reason,
  )
  expect(error).toBeInstanceOf(Fault)
  return error as Fault
}

describe('a file', () => {
  it('is written whole, replacing what was there, and leaves nothing beside it', async () => {
    const path = join(folder, 'a.csv')
    await writeBytes(path, 'first, longer')
    await writeBytes(path, 'naïve')
    expect(readFileSync(path, 'utf8')).toBe('naïve')
    expect(readdirSync(folder)).toEqual(['a.csv'])
  })

  it('stays as it was when the writing fails half-way', async () => {
    const path = join(folder, 'a.csv')
    await writeBytes(path, 'before')
    const failing = writeFileAtomically(path, async (append) => {
      await append(Buffer.from('half'))
      throw new Error('no more')
    })
    await expect(failing).rejects.toThrow('no more')
    expect(readFileSync(path, 'utf8')).toBe('before')
    expect(readdirSync(folder)).toEqual(['a.csv'])
  })

  it('is not written when a person stops it, and the fault says so', async () => {
    const path = join(folder, 'a.bin')
    const stop = new AbortController()
    const work = writeFileAtomically(
      path,
      async (append) => {
        await append(Buffer.alloc(10))
        stop.abort()
        await append(Buffer.alloc(10))
      },
      stop.signal,
    )
    expect((await faultOf(work)).data.kind).toBe('cancelled')
    expect(readdirSync(folder)).toEqual([])
  })

  it('is written through a link, which stays a link', async () => {
    writeFileSync(join(folder, 'real'), '')
    symlinkSync(join(folder, 'real'), join(folder, 'link'))
    await writeBytes(join(folder, 'link'), 'through')
    expect(readFileSync(join(folder, 'real'), 'utf8')).toBe('through')
    expect(readdirSync(folder).sort()).toEqual(['link', 'real'])
  })
})

describe('a place that cannot be written', () => {
  it('is an environment fault when its folder does not exist', async () => {
    const path = join(folder, 'missing', 'a.svg')
    const { data } = await faultOf(writeBytes(path, ''))
    expect(data).toMatchObject({ kind: 'environment', file: path })
    expect(data.message).toContain(join(folder, 'missing'))
  })

  it('is an environment fault when a file stands where its folder should', async () => {
    writeFileSync(join(folder, 'file'), '')
    expect((await faultOf(writeBytes(join(folder, 'file', 'a.svg'), ''))).data.kind).toBe('environment')
  })

  it('is an input fault when it is a folder itself', async () => {
    mkdirSync(join(folder, 'a.svg'))
    const { data } = await faultOf(writeBytes(join(folder, 'a.svg'), ''))
    expect(data).toMatchObject({ kind: 'input', message: 'A folder lies here' })
  })

  const root = process.getuid?.() === 0
  if (root) console.warn('Skipped: a folder without write permission. Root may write everywhere.')
  it.skipIf(root)('is an environment fault when the folder forbids it', async () => {
    chmodSync(folder, 0o500)
    expect((await faultOf(writeBytes(join(folder, 'a.svg'), ''))).data).toMatchObject({ kind: 'environment' })
  })

  it.skipIf(process.platform !== 'linux')(
    'is an environment fault when the disk is full, and a device stays',
    async () => {
      const { data } = await faultOf(writeBytes('/dev/full', 'a'))
      expect(data).toMatchObject({ kind: 'environment', message: 'The disk is full' })
      await writeBytes('/dev/full', '')
    },
  )
})
