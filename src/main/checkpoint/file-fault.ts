import { Fault } from '../../shared/fault'

/** Refusals of the file system that a person mends by naming another path. */
const wrongPath: Readonly<Record<string, string>> = {
  ENOENT: 'There is no such file or folder',
  ENOTDIR: 'A part of this path is a file and not a folder',
  ELOOP: 'The links of this path lead in a circle',
  ENAMETOOLONG: 'The path is too long',
  EINVAL: 'This is no path on this machine',
  ERR_INVALID_ARG_VALUE: 'This is no path on this machine',
}

/** Why a file or folder could not be read, as a fault. `path` is the one that was being read. */
export function fileFault(error: unknown, path: string): Fault {
  if (error instanceof Fault) return error
  const code = String((error as { code?: unknown }).code ?? '')
  const details = error instanceof Error ? error.message : String(error)
  const fault = (kind: 'input' | 'environment', message: string, remedy: string) =>
    new Fault({ kind, message, file: path, remedy, details }, { cause: error })
  const wrong = wrongPath[code]
  if (wrong !== undefined) return fault('input', wrong, 'Check the path.')
  switch (code) {
    case 'EISDIR':
      return fault('input', 'This is a folder where a file is expected', 'Put the model’s own file in its place.')
    case 'EACCES':
    case 'EPERM':
      return fault('environment', 'There is no permission to read it', 'Allow reading it, or copy the model elsewhere.')
    case 'EMFILE':
    case 'ENFILE':
      return fault('environment', 'Too many files are open', 'Close other programs, and try again.')
    default:
      return fault('environment', `It could not be read: ${details}`, 'Check the disk, and try again.')
  }
}
