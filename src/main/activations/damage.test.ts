import {
  closeSync,
  fstatSync,
  mkdtempSync,
  openSync,
  readdirSync,
  readFileSync,
  rmSync,
  truncateSync,
  writeFileSync,
  writeSync,
} from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import Database from 'better-sqlite3'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { type ActivationStore, openActivationStore } from './index'
import { isRun, runOf } from './testing/run-of'

let folder: string
let path: string
let store: ActivationStore
const taps = [...runOf(0).tensors.keys()]
const open = () => openActivationStore({ folder, limitBytes: 1e9 })

/** A closed store with runs 0 to 3. */
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'tokentrace-damage-'))
  path = join(folder, 'activations.sqlite')
  store = open()
  for (let index = 0; index < 4; index++) store.put(runOf(index).key, runOf(index).tensors)
  store.close()
})

afterEach(() => {
  store.close()
  rmSync(folder, { recursive: true })
})

function flip(offset: number, bytes = 1): void {
  const whole = readFileSync(path)
  const file = openSync(path, 'r+')
  for (let i = 0; i < bytes; i++) writeSync(file, Buffer.of(whole[offset + i]! ^ 0xff), 0, 1, offset + i)
  closeSync(file)
}

function size(): number {
  const file = openSync(path, 'r')
  const { size } = fstatSync(file)
  closeSync(file)
  return size
}

function works(): void {
  const { key, tensors } = runOf(9)
  expect(store.put(key, tensors).stored).toBe(true)
  expect(store.get(key, taps)?.size).toBe(taps.length)
}

describe('a blob whose bytes changed on disk', () => {
  it('is dropped and told, counts as missing, and costs no other', () => {
    // The values of run 2's third hook point, in the file as they are in memory.
    const needle = Buffer.from(runOf(2).tensors.get(taps[2]!)!.data.slice(40_000, 40_040).buffer)
    const at = readFileSync(path).indexOf(needle)
    expect(at).toBeGreaterThan(0)
    flip(at + 1)
    store = open()
    expect(store.info().notice).toBeNull()
    expect(store.get(runOf(2).key, taps)).toBeNull()
    expect(store.info().notice).toContain('One stored tensor did not match the checksum')
    expect(store.get(runOf(2).key, [taps[2]!])).toBeNull()
    expect(store.get(runOf(2).key, taps.toSpliced(2, 1))?.size).toBe(taps.length - 1)
    for (const index of [0, 1, 3]) expect(store.get(runOf(index).key, taps)?.size).toBe(taps.length)
    store.put(runOf(2).key, runOf(2).tensors)
    expect(isRun(store.get(runOf(2).key, taps), 2)).toBe(true)
  })
})

describe('bytes flipped anywhere in the file', () => {
  it('never make the store answer other numbers than were put', { timeout: 60_000 }, () => {
    const sound = readFileSync(path)
    for (let round = 0; round < 40; round++) {
      writeFileSync(path, sound)
      flip(Math.floor(((round + 0.5) / 40) * (sound.length - 600)), 1 + ((round * 37) % 500))
      store = open()
      for (let index = 0; index < 4; index++) {
        const back = store.get(runOf(index).key, taps)
        if (back !== null) expect(isRun(back, index)).toBe(true)
      }
      works()
      store.close()
      for (const name of readdirSync(folder)) if (name !== 'activations.sqlite') rmSync(join(folder, name))
    }
  })
})

describe('a file that cannot be used', () => {
  const moved = (why: string) => join(folder, `activations.${why}-1.sqlite`)

  it.each([
    ['is cut off in the middle', () => truncateSync(path, size() >> 1)],
    ['is cut off within its header', () => truncateSync(path, 60)],
    ['is not SQLite', () => writeFileSync(path, 'version https://git-lfs.github.com/spec/v1\n'.repeat(40))],
    ['has its first page overwritten', () => flip(0, 4000)],
  ])('is moved aside, told and replaced when it %s', (_, damage) => {
    damage()
    const before = readFileSync(path)
    store = open()
    // Where only a reading meets the damage, the first one does.
    store.get(runOf(3).key, taps)
    expect(store.info().notice).toContain(`moved to ${moved('damaged')}`)
    expect(readFileSync(moved('damaged')).equals(before)).toBe(true)
    expect(store.info().entries).toBe(0)
    works()
  })

  it('is moved aside and left as it is when it is a database of something else', () => {
    rmSync(path)
    const other = new Database(path)
    other.exec('CREATE TABLE bookmarks (url TEXT); INSERT INTO bookmarks VALUES (1)')
    other.close()
    const before = readFileSync(path)
    store = open()
    expect(store.info().notice).toContain('was not an activation store')
    expect(readFileSync(moved('damaged')).equals(before)).toBe(true)
    works()
  })

  it('is moved aside and left as it is when a newer version wrote it', () => {
    const newer = new Database(path)
    newer.pragma('user_version = 2')
    newer.close()
    const before = readFileSync(path)
    store = open()
    expect(store.info().notice).toContain('newer version of Tokentrace')
    expect(readFileSync(moved('newer')).equals(before)).toBe(true)
    works()
  })

  it('never takes the name of one that was moved aside before', () => {
    for (let round = 1; round <= 3; round++) {
      store.close()
      writeFileSync(path, `damage ${round}`.repeat(20))
      store = open()
    }
    for (let round = 1; round <= 3; round++) {
      expect(readFileSync(join(folder, `activations.damaged-${round}.sqlite`), 'utf8')).toContain(`damage ${round}`)
    }
  })

  it('is replaced while the store is open, and the put that met the damage is stored', () => {
    store = open()
    truncateSync(path, 70_000)
    const { key, tensors } = runOf(5)
    expect(store.put(key, tensors).stored).toBe(true)
    expect(store.get(key, taps)?.size).toBe(taps.length)
    expect(store.info().notice).toContain('damaged')
  })
})

describe('an empty file', () => {
  it('becomes a store without a notice', () => {
    writeFileSync(path, '')
    store = open()
    expect(store.info()).toMatchObject({ entries: 0, notice: null })
    works()
  })
})
