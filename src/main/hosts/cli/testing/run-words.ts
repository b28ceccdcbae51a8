import { run } from '../run'
import type { Output, World } from '../world'
import { type FakeEngine, fakeEngine } from './fake-engine'

export interface RunWith {
  readonly cwd?: string
  readonly engine?: FakeEngine
  readonly debug?: boolean
  readonly signal?: AbortSignal
  /** Columns of the terminal that both outputs are; none when left out. */
  readonly columns?: number
}

export interface Ran {
  readonly code: number
  readonly stdout: string
  readonly stderr: string
  readonly calls: FakeEngine['calls']
}

/** Runs the command line in memory on a fake engine. */
export async function runWords(words: readonly string[], options: RunWith = {}): Promise<Ran> {
  const { cwd = '/home/person', engine = fakeEngine(), debug = false, columns } = options
  const written = { stdout: '', stderr: '' }
  const terminal = columns === undefined ? {} : { isTTY: true, columns }
  const output = (name: keyof typeof written): Output => ({
    ...terminal,
    write: (text) => {
      written[name] += text
    },
  })
  const world: World = {
    version: '1.2.3',
    sampleFolder: '/program/resources/sample',
    cwd,
    debug,
    stdout: output('stdout'),
    stderr: output('stderr'),
    signal: options.signal ?? new AbortController().signal,
    loadEngine: async () => engine,
  }
  const code = await run(words, world)
  return { code, ...written, calls: engine.calls }
}
