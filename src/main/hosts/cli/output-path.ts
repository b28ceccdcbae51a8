import { constants } from 'node:fs'
import { access, stat } from 'node:fs/promises'
import { dirname, extname, resolve } from 'node:path'
import { Fault } from '../../../shared/fault'
import { WrongUse } from './wrong-use'

export interface OutputFile<Format extends string> {
  /** Absolute. */
  readonly path: string
  readonly format: Format
}

/** A file to be written, its format by its ending in any case; an ending that is none of `formats` is a `WrongUse`. */
export function outputFile<Format extends string>(
  given: string,
  cwd: string,
  formats: readonly Format[],
): OutputFile<Format> {
  const ending = extname(given).slice(1).toLowerCase()
  const format = formats.find((name) => name === ending)
  if (format !== undefined) return { path: resolve(cwd, given), format }
  const endings = formats.map((name) => `.${name}`).join(', ')
  throw new WrongUse(`${given}: the ending says what is written; it can be ${endings}.`)
}

/** Throws a Fault where a file could not be put, so that nobody waits for a model first. */
export async function checkPlace(path: string): Promise<void> {
  const folder = dirname(path)
  const there = await stat(folder).catch(() => null)
  if (there === null) {
    throw Fault.environment(`The folder ${folder} does not exist`, { file: path, remedy: 'Make it, or name another.' })
  }
  if (!there.isDirectory()) {
    throw Fault.environment(`${folder} is not a folder`, { file: path, remedy: 'Name a folder that exists.' })
  }
  if ((await stat(path).catch(() => null))?.isDirectory()) {
    throw Fault.input('A folder lies here', { file: path, remedy: 'Name a file in it.' })
  }
  await access(folder, constants.W_OK).catch(() => {
    const remedy = 'Name another, or allow writing to it.'
    throw Fault.environment(`The folder ${folder} may not be written`, { file: path, remedy })
  })
}
