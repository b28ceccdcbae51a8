import { mkdirSync, statSync } from 'node:fs'
import { join } from 'node:path'
import type { StoreInfo as WholeInfo } from '../../shared/contract/engine'
import type { FloatTensor } from '../../shared/tensor'
import { type BlobRow, decodeBlob, dtype, encodeBlob } from './blob'
import { moveAside } from './move-aside'
import { type RunKey, type StoredKey, storedKey } from './run-key'
import { type Connection, connect, inspectFile, isDamage } from './schema'
import { storeFault } from './store-fault'

/** Of the activations alone. */
export type StoreInfo = Omit<WholeInfo, 'weightBytes'>

export interface StoreOptions {
  /** Created when missing. Holds `activations.sqlite` and, while it is open, its -wal and -shm. */
  readonly folder: string
  /**
   * The most bytes that the file may have, SQLite's own pages (under half a megabyte) among them. While a run is stored, the
   * write-ahead log takes up to its size beside that; it is given back within a moment.
   */
  readonly limitBytes: number
}

export type PutResult =
  | { readonly stored: true /** Runs that made room. */; readonly dropped: number }
  | { readonly stored: false; readonly reason: 'larger-than-limit' | 'tensor-too-large'; readonly bytes: number }

/**
 * Activations of runs, in one SQLite file that several processes may have open. All calls block: they are meant for the
 * engine's own thread. Any of them throws an `environment` fault when the disk or another process refuses.
 */
export interface ActivationStore {
  /**
   * The named hook points of a run, bit for bit as they were put; null when any of them is missing. A blob whose bytes
   * changed on disk is dropped, counts as missing and is told in `info().notice`.
   */
  get(key: RunKey, taps: readonly string[]): Map<string, FloatTensor> | null
  /**
   * Adds hook points to a run in one transaction, replacing those that it had under the same names. The least recently
   * used other runs make room; a run that the limit cannot hold is not stored, and what was there stays.
   */
  put(key: RunKey, tensors: ReadonlyMap<string, FloatTensor>): PutResult
  /** `entries` counts runs; `bytes` is what lies on disk, write-ahead log included. */
  info(): StoreInfo
  clear(): void
  setLimit(bytes: number): void
  close(): void
}

/** SQLite's own default bound on one value. */
const largestBlob = 1_000_000_000

const fileName = 'activations.sqlite'

/**
 * Opens or creates the store in `folder`. A file that cannot be used (damaged, not ours, written by a newer version) is
 * moved aside and told in `info().notice`; an `environment` fault is thrown when the folder cannot be written.
 */
export function openActivationStore(options: StoreOptions): ActivationStore {
  const path = join(options.folder, fileName)
  try {
    mkdirSync(options.folder, { recursive: true })
    return new SqliteStore(options.folder, path, options.limitBytes)
  } catch (error) {
    throw storeFault(error, path)
  }
}

class SqliteStore implements ActivationStore {
  readonly #folder: string
  readonly #path: string
  #limitBytes: number
  #connection: Connection
  /** Which file the connection is to, whatever lies at the path by now. */
  #inode = 0n
  /** What happened to the file that was found. */
  #moved: string | null = null
  #damagedBlobs = 0
  #housekeeping: NodeJS.Timeout | null = null

  constructor(folder: string, path: string, limitBytes: number) {
    this.#folder = folder
    this.#path = path
    this.#limitBytes = limitBytes
    this.#connection = this.#open()
    this.#shrink()
  }

  get(key: RunKey, taps: readonly string[]): Map<string, FloatTensor> | null {
    return this.#guarded(() => {
      const stored = storedKey(key)
      const found = this.#connection.transaction(() => this.#read(stored, taps))()
      if (found === null) return null
      for (const id of found.damaged) this.#connection.prepare('DELETE FROM blobs WHERE id = ?').run(id)
      this.#damagedBlobs += found.damaged.length
      this.#markUsed(found.run)
      return found.tensors.size === new Set(taps).size ? found.tensors : null
    }, null)
  }

  put(key: RunKey, tensors: ReadonlyMap<string, FloatTensor>): PutResult {
    const stored = storedKey(key)
    const rows = [...tensors].map(([tap, tensor]) => encodeBlob(stored.hash, tap, tensor))
    const bytes = rows.reduce((sum, row) => sum + row.data.byteLength, 0)
    if (rows.some((row) => row.data.byteLength + row.tap.length + row.shape.length + 64 > largestBlob)) {
      return { stored: false, reason: 'tensor-too-large', bytes }
    }
    const tooLarge: PutResult = { stored: false, reason: 'larger-than-limit', bytes }
    if (bytes > this.#limitBytes) return tooLarge
    const write = (): PutResult => {
      const dropped = this.#connection.transaction(() => this.#write(stored, rows, bytes)).immediate()
      this.#shrinkSoon()
      return { stored: true, dropped }
    }
    try {
      return this.#guarded(write, write)
    } catch (error) {
      if (error instanceof LargerThanLimit) return tooLarge
      throw error
    }
  }

  info(): StoreInfo {
    this.#settle()
    const entries = this.#guarded(
      () => this.#connection.prepare('SELECT count(*) FROM runs').pluck().get() as number,
      () => 0,
    )
    const blobs = this.#damagedBlobs
    const dropped =
      blobs === 0
        ? null
        : `${blobs === 1 ? 'One stored tensor' : `${blobs} stored tensors`} did not match the checksum and ` +
          `${blobs === 1 ? 'was' : 'were'} dropped; what is missing is computed anew.`
    const notice = [this.#moved, dropped].filter((line) => line !== null).join(' ')
    return {
      path: this.#path,
      bytes: this.#bytesOnDisk(),
      limitBytes: this.#limitBytes,
      entries,
      notice: notice === '' ? null : notice,
    }
  }

  clear(): void {
    const clear = () => {
      this.#connection.transaction(() => this.#connection.exec('DELETE FROM blobs; DELETE FROM runs;')).immediate()
      this.#shrink()
    }
    this.#guarded(clear, () => undefined)
  }

  setLimit(bytes: number): void {
    this.#limitBytes = bytes
    const hold = () => {
      this.#connection.transaction(() => this.#makeRoom(0, null)).immediate()
      this.#shrink()
    }
    this.#guarded(hold, () => undefined)
  }

  close(): void {
    this.#settle()
    this.#connection.close()
  }

  #open(): Connection {
    const state = inspectFile(this.#path)
    if (state === 'newer') {
      this.#moveAside('newer', 'The activation store was written by a newer version of Tokentrace')
    } else if (state === 'damaged') {
      this.#moveAside('damaged', 'The activation store was damaged')
    } else if (state === 'foreign') {
      this.#moveAside('damaged', 'The file found was not an activation store')
    }
    const connection = connect(this.#path)
    this.#inode = this.#inodeAtPath()
    return connection
  }

  #inodeAtPath(): bigint {
    return statSync(this.#path, { bigint: true, throwIfNoEntry: false })?.ino ?? 0n
  }

  #moveAside(why: 'damaged' | 'newer', what: string): void {
    const target = moveAside(this.#folder, this.#path, why)
    this.#moved = `${what}; it was moved to ${target}, and an empty one takes its place.`
  }

  /**
   * Does `work`; when SQLite finds the file damaged under way, moves it aside, starts an empty one and answers
   * `otherwise` there.
   */
  #guarded<T>(work: () => T, otherwise: (() => T) | null): T {
    try {
      return work()
    } catch (error) {
      if (error instanceof LargerThanLimit) throw error
      if (!isDamage(error)) throw storeFault(error, this.#path)
    }
    try {
      this.#connection.close()
      // Another process may have found the same damage first: the file that it put in place is not ours to move.
      if (this.#inodeAtPath() === this.#inode) this.#moveAside('damaged', 'The activation store was damaged')
      this.#connection = this.#open()
      return otherwise === null ? (null as T) : otherwise()
    } catch (error) {
      if (error instanceof LargerThanLimit) throw error
      throw storeFault(error, this.#path)
    }
  }

  #runId(key: StoredKey): number | undefined {
    const row = this.#connection.prepare('SELECT * FROM runs WHERE hash = ?').get(key.hash) as
      | { id: number; fingerprint: string; device: string; token_ids: string; token_type_ids: string | null }
      | undefined
    if (row === undefined) return undefined
    const same =
      row.fingerprint === key.fingerprint &&
      row.device === key.device &&
      row.token_ids === key.tokenIds &&
      row.token_type_ids === key.tokenTypeIds
    return same ? row.id : undefined
  }

  #read(key: StoredKey, taps: readonly string[]) {
    const run = this.#runId(key)
    if (run === undefined) return null
    // All names are looked up before any data is read: a run that lacks one is answered without reading the others.
    const find = this.#connection.prepare('SELECT id FROM blobs WHERE run = ? AND tap = ? AND dtype = ?').pluck()
    const ids = taps.map((tap) => find.get(run, tap, dtype) as number | undefined)
    if (ids.some((id) => id === undefined)) return null
    const read = this.#connection.prepare('SELECT tap, shape, checksum, data FROM blobs WHERE id = ?')
    const tensors = new Map<string, FloatTensor>()
    const damaged: number[] = []
    for (const [index, tap] of taps.entries()) {
      const row = read.get(ids[index]) as BlobRow
      const tensor = row.tap === tap ? decodeBlob(key.hash, row) : null
      if (tensor === null) damaged.push(ids[index]!)
      else tensors.set(tap, tensor)
    }
    return { run, tensors, damaged }
  }

  /** A reading is worth more than its mark: where another process holds the lock or the disk is full, the mark is left. */
  #markUsed(run: number): void {
    try {
      this.#connection.prepare(`UPDATE runs SET used = ${nextUse} WHERE id = ?`).run(run)
    } catch (error) {
      if (isDamage(error)) throw error
    }
  }

  /** Answers how many runs were dropped to make room; throws LargerThanLimit, which rolls all of it back. */
  #write(key: StoredKey, rows: readonly BlobRow[], bytes: number): number {
    const connection = this.#connection
    const known = this.#runId(key)
    // A hash that stands for another run's ids: that run gives way.
    if (known === undefined) connection.prepare('DELETE FROM runs WHERE hash = ?').run(key.hash)
    const run =
      known ??
      Number(
        connection
          .prepare(
            `INSERT INTO runs (hash, fingerprint, device, token_ids, token_type_ids, used)
             VALUES (?, ?, ?, ?, ?, ${nextUse})`,
          )
          .run(key.hash, key.fingerprint, key.device, key.tokenIds, key.tokenTypeIds).lastInsertRowid,
      )
    connection.prepare(`UPDATE runs SET used = ${nextUse} WHERE id = ?`).run(run)
    const remove = connection.prepare('DELETE FROM blobs WHERE run = ? AND tap = ? AND dtype = ?')
    for (const row of rows) remove.run(run, row.tap, dtype)
    // Dropped before anything is added, so that the new pages take the place of the old ones and the file does not grow.
    let dropped = this.#makeRoom(bytes, run)
    const insert = connection.prepare(
      'INSERT INTO blobs (run, tap, dtype, shape, checksum, data) VALUES (?, ?, ?, ?, ?, ?)',
    )
    for (const row of rows) insert.run(run, row.tap, dtype, row.shape, row.checksum, row.data)
    // What the pages' own margins take is known only now.
    dropped += this.#makeRoom(0, run)
    if (this.#liveBytes() > this.#limitBytes) throw new LargerThanLimit()
    return dropped
  }

  /** Drops the least recently used runs but `keep` until `bytes` more fit. */
  #makeRoom(bytes: number, keep: number | null): number {
    const oldest = this.#connection.prepare('SELECT id FROM runs WHERE id IS NOT ? ORDER BY used LIMIT 1').pluck()
    const drop = this.#connection.prepare('DELETE FROM runs WHERE id = ?')
    let dropped = 0
    while (this.#liveBytes() + bytes > this.#limitBytes) {
      const id = oldest.get(keep)
      if (id === undefined) break
      drop.run(id)
      dropped++
    }
    return dropped
  }

  /** Bytes of the pages that hold something; the free ones are given back by `#shrink`. */
  #liveBytes(): number {
    const number = (name: string) => this.#connection.pragma(name, { simple: true }) as number
    return (number('page_count') - number('freelist_count')) * number('page_size')
  }

  /**
   * Folding the log into the file waits for the disk and takes twice as long as the writing itself (measured: 80 ms after
   * 40 ms for 55 MB), so it is left until the answer that waits for `put` is out.
   */
  #shrinkSoon(): void {
    this.#housekeeping ??= setTimeout(() => {
      try {
        this.#settle()
      } catch {
        // Nobody waits for this; the next call meets the same trouble and tells it.
      }
    }, 200).unref()
  }

  #settle(): void {
    if (this.#housekeeping === null) return
    clearTimeout(this.#housekeeping)
    this.#housekeeping = null
    this.#guarded(
      () => this.#shrink(),
      () => undefined,
    )
  }

  /** Gives free pages and the write-ahead log back to the file system. Housekeeping: what fails here is done next time. */
  #shrink(): void {
    try {
      const free = this.#connection.pragma('freelist_count', { simple: true }) as number
      if (free > 0) this.#connection.pragma('incremental_vacuum')
      this.#connection.pragma('wal_checkpoint(TRUNCATE)')
    } catch (error) {
      if (isDamage(error)) throw error
    }
  }

  #bytesOnDisk(): number {
    return ['', '-wal', '-shm'].reduce((sum, tail) => {
      const stat = statSync(this.#path + tail, { throwIfNoEntry: false })
      return sum + (stat?.size ?? 0)
    }, 0)
  }
}

/** A count, not a clock: clocks are set back, and two processes share it. */
const nextUse = '(SELECT coalesce(max(used), 0) + 1 FROM runs)'

class LargerThanLimit extends Error {}
