import { join, resolve } from 'node:path'
import { parseArgs } from 'node:util'
import envPaths from 'env-paths'
import { modelArgument } from '../model-argument'

export interface DesktopArguments {
  readonly model: string | null
  readonly dataFolder: string
  /** Chromium's own files. Not Electron's default place, which is our data folder on macOS. */
  readonly profileFolder: string
}

/**
 * What the person said: `tokentrace words…` once packaged, `electron [switches…] FOLDER words…` while developing, where the
 * folder is the program's own and no model.
 */
export function ownWords(argv: readonly string[], developing: boolean): string[] {
  const words = argv.slice(1)
  return developing ? words.slice(words.findIndex((word) => !word.startsWith('-')) + 1) : words
}

/** Reads `[MODEL] [--data FOLDER]` between the switches of Chromium and Node, which may stand anywhere and are not ours. */
export function parseArguments(words: readonly string[], workingFolder: string): DesktopArguments {
  const { values, positionals } = parseArgs({
    args: [...words],
    options: { data: { type: 'string' } },
    allowPositionals: true,
    strict: false,
  })
  const model = positionals[0]
  const data = typeof values.data === 'string' && values.data !== '' ? values.data : null
  // The same folder as the server's and the command line's: a run is stored once, whoever made it.
  const dataFolder = data === null ? envPaths('tokentrace', { suffix: '' }).data : resolve(workingFolder, data)
  return {
    model: model === undefined ? null : modelArgument(model, workingFolder),
    dataFolder,
    profileFolder: join(dataFolder, 'window'),
  }
}
