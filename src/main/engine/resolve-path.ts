import { homedir } from 'node:os'
import { resolve, win32 } from 'node:path'
import { fileURLToPath } from 'node:url'
import { Fault } from '../../shared/fault'

/**
 * The absolute path that a person means by what they typed or pasted: without the blanks and quotes around it, out of a
 * `file://` address, with `~` as the home folder, and from the home folder where it is relative. A path with a drive letter
 * stays one on any system, so that a message names what was typed. Variables are not expanded: `$` may be part of a name.
 * Throws an `input` fault where nothing was typed or where it cannot be a path.
 */
export function resolvePath(typed: string, home: string = homedir()): string {
  const path = plainPath(typed)
  if (path === '')
    throw Fault.input('No path was given', { remedy: 'Type the path of a model’s folder, or a GGUF or ONNX file.' })
  if (path.includes('\0')) throw notAPath(typed.replaceAll('\0', '␀'))
  if (/^([a-z]:[\\/]|\\\\[^\\/]+[\\/]+[^\\/])/i.test(path)) return win32.resolve(path)
  return resolve(home, path.replace(/^~(?:[/\\]+|$)/, ''))
}

/** What is left of typed words when the blanks and quotes around them and the form of an address are taken off. */
export function plainPath(typed: string): string {
  const bare = unquoted(typed.trim())
  if (!/^file:\/\//i.test(bare)) return bare
  try {
    return fileURLToPath(bare)
  } catch {
    throw notAPath(bare)
  }
}

/** While it is typed, only the opening quote may be there. */
function unquoted(text: string): string {
  const [first = ''] = text
  if (first !== '"' && first !== "'") return text
  return text.slice(1, text.length > 1 && text.endsWith(first) ? -1 : undefined).trim()
}

function notAPath(typed: string): Fault {
  return Fault.input('This is no path on this machine', {
    file: typed,
    remedy: 'Type the path of a model’s folder, or a GGUF or ONNX file.',
  })
}
