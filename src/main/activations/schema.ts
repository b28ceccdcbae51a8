import { existsSync, statSync } from 'node:fs'
import Database from 'better-sqlite3'

export type Connection = InstanceType<typeof Database>

/** "TkTr": tells our files from any other SQLite file (`file` and SQLite's own tools show it). */
const applicationId = 0x546b5472

/** Raised whenever an older program could not read the file; kept in `user_version`. */
export const schemaVersion = 1

/** Large blobs are written five times as fast as with SQLite's 4096. */
const pageSize = 65536

/** Long enough for another process to finish storing a large capture. */
const busyMilliseconds = 30_000

// The blob stands last in its row, so that the columns before it are read without walking through its pages.
const tables = `
  CREATE TABLE runs (
    id INTEGER PRIMARY KEY,
    hash BLOB NOT NULL UNIQUE,
    fingerprint TEXT NOT NULL,
    device TEXT NOT NULL,
    token_ids TEXT NOT NULL,
    token_type_ids TEXT,
    used INTEGER NOT NULL
  );
  CREATE TABLE blobs (
    id INTEGER PRIMARY KEY,
    run INTEGER NOT NULL REFERENCES runs (id) ON DELETE CASCADE,
    tap TEXT NOT NULL,
    dtype TEXT NOT NULL,
    shape TEXT NOT NULL,
    checksum INTEGER NOT NULL,
    data BLOB NOT NULL,
    UNIQUE (run, tap, dtype)
  );
`

export type FileState = 'absent' | 'usable' | 'damaged' | 'foreign' | 'newer'

/** What lies at `path`, looked at through a read-only connection: a file that is not ours must not be changed by looking. */
export function inspectFile(path: string): FileState {
  if (!existsSync(path) || statSync(path).size === 0) return 'absent'
  let connection: Connection | undefined
  try {
    connection = new Database(path, { readonly: true, fileMustExist: true, timeout: busyMilliseconds })
    const version = connection.pragma('user_version', { simple: true }) as number
    const id = connection.pragma('application_id', { simple: true }) as number
    const objects = connection.prepare('SELECT count(*) FROM sqlite_schema').pluck().get() as number
    // A process that was killed between creating the file and creating the tables leaves a valid database without any.
    if (objects === 0 && id === 0 && version === 0) return 'absent'
    if (id !== applicationId) return 'foreign'
    if (version > schemaVersion) return 'newer'
    connection.prepare('SELECT max(used) FROM runs').get()
    connection.prepare('SELECT max(id) FROM blobs').get()
    return 'usable'
  } catch (error) {
    if (isDamage(error)) return 'damaged'
    throw error
  } finally {
    connection?.close()
  }
}

/** Opens `path`, creating the tables where there are none. The file must be `absent` or `usable`. */
export function connect(path: string): Connection {
  const connection = new Database(path, { timeout: busyMilliseconds })
  try {
    // The first two take effect only while the file is empty, and must come before WAL, which writes its first page.
    connection.pragma(`page_size = ${pageSize}`)
    connection.pragma('auto_vacuum = INCREMENTAL')
    connection.pragma('journal_mode = WAL')
    // In WAL this cannot corrupt; a power cut may lose the last runs, which are computed anew.
    connection.pragma('synchronous = NORMAL')
    connection.pragma('foreign_keys = ON')
    connection
      .transaction(() => {
        const objects = connection.prepare('SELECT count(*) FROM sqlite_schema').pluck().get() as number
        if (objects > 0) return
        connection.exec(tables)
        connection.pragma(`application_id = ${applicationId}`)
        connection.pragma(`user_version = ${schemaVersion}`)
      })
      .immediate()
    return connection
  } catch (error) {
    connection.close()
    throw error
  }
}

/** Whether SQLite says that the file itself is not sound, as opposed to busy, full or forbidden. */
export function isDamage(error: unknown): boolean {
  const code = (error as { code?: unknown }).code
  if (typeof code !== 'string') return false
  // A missing table or column in a file that carries our mark is damage as well.
  return /^SQLITE_(CORRUPT|NOTADB|FORMAT|ERROR$|IOERR_SHORT_READ)/.test(code)
}
