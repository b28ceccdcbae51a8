import { type ChildProcess, execFileSync, spawn } from 'node:child_process'
import { join } from 'node:path'

const root = join(import.meta.dirname, '../..')
const node = join(root, 'node_modules/node/bin', process.platform === 'win32' ? 'node.exe' : 'node')

export interface Served {
  /** With the token: what a person would open. */
  readonly address: string
  /** The host's process; the engine is its child. */
  readonly process: ChildProcess
  /** What host and engine have said on stderr so far. */
  readonly output: () => string
  stop(): Promise<void>
}

/** Starts the built server host, as `npm start` does without a display. */
export async function startServer(
  dataFolder: string,
  args: readonly string[] = [],
  env: NodeJS.ProcessEnv = {},
): Promise<Served> {
  const script = join(root, 'out/main/server.js')
  const child = spawn(node, [script, '--no-open', '--data', dataFolder, ...args], {
    stdio: ['ignore', 'pipe', 'pipe'],
    cwd: root,
    env: { ...process.env, ...env },
  })
  let output = ''
  child.stderr.setEncoding('utf8').on('data', (text: string) => {
    output += text
  })
  const exited = new Promise<void>((resolve) => child.on('exit', () => resolve()))
  const address = await new Promise<string>((resolve, reject) => {
    let printed = ''
    child.stdout.setEncoding('utf8').on('data', (text: string) => {
      printed += text
      const found = /http:\/\/\S+/.exec(printed)?.[0]
      if (found) resolve(found)
    })
    void exited.then(() => reject(new Error(`The server host ended before it printed an address.\n${output}`)))
  })
  return {
    address,
    process: child,
    output: () => output,
    async stop() {
      child.kill('SIGTERM')
      await exited
    },
  }
}

/** The engine's process id: the host has no other child. */
export function enginePid({ process: { pid } }: Served): number {
  const table = execFileSync('ps', ['-A', '-o', 'pid=,ppid='], { encoding: 'utf8' })
  const processes = table.split('\n').map((line) => line.trim().split(/\s+/).map(Number))
  const child = processes.find(([, parent]) => parent === pid)?.[0]
  if (child === undefined) throw new Error('The host has no engine just now.')
  return child
}
