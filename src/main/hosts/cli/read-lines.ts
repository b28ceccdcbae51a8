import { readFile, stat } from 'node:fs/promises'
import { Fault } from '../../../shared/fault'

/** Sentences for people to write by hand: more than this is no such file. */
const mostBytes = 1 << 20

/** Each line of a file that is not blank. Throws an `input` fault for one that cannot be read, or has none. */
export async function readLines(file: string): Promise<string[]> {
  const remedy = 'Name a text file with one sentence a line.'
  const there = await stat(file).catch(() => null)
  if (!there?.isFile()) throw Fault.input('There is no such file', { file, remedy })
  if (there.size > mostBytes) {
    throw Fault.input(`The file is ${there.size} bytes long, where at most ${mostBytes} make sense`, { file, remedy })
  }
  const text = await readFile(file, 'utf8').catch(() => {
    throw Fault.input('The file may not be read', { file, remedy })
  })
  const lines = text.split(/\r?\n/).filter((line) => line.trim() !== '')
  if (lines.length === 0) throw Fault.input('The file holds no sentence', { file, remedy })
  return lines
}
