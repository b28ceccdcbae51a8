import { Fault } from '../../shared/fault'

/** A failure of SQLite or the file system as a fault that says what to do about it. */
export function storeFault(error: unknown, path: string): Fault {
  if (error instanceof Fault) return error
  const code = String((error as { code?: unknown }).code ?? '')
  const details = error instanceof Error ? error.message : String(error)
  const fault = (message: string, remedy: string) =>
    new Fault({ kind: 'environment', message, file: path, remedy, details }, { cause: error })
  if (/^(ENOSPC|EDQUOT)$|^SQLITE_FULL/.test(code)) {
    return fault('The disk is full', 'Free some space, or lower the activation store’s limit.')
  }
  if (/^SQLITE_(BUSY|LOCKED)/.test(code)) {
    return fault('Another process has held the activation store for too long', 'Close it, or choose another folder.')
  }
  if (/^(EACCES|EPERM|EROFS|ENOTDIR|EEXIST)$|^SQLITE_(CANTOPEN|READONLY|PERM|AUTH)/.test(code)) {
    return fault(
      'The activation store cannot be written here',
      'Choose another folder for it, or allow writing to this one.',
    )
  }
  return fault(`The activation store failed: ${details}`, 'Check the disk, or choose another folder for the store.')
}
