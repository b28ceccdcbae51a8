import { join } from 'node:path'
import { version } from '../../../../package.json'
import { EXIT } from './failure'
import { run } from './run'

const stop = new AbortController()
const end = () => {
  // A second Ctrl+C is impatience.
  if (stop.signal.aborted) process.exit(EXIT.stopped)
  stop.abort()
}
process.on('SIGINT', end)
process.on('SIGTERM', end)
process.on('SIGHUP', end)

process.stdout.on('error', (error: NodeJS.ErrnoException) => {
  // Whoever read has seen enough (`| head`); the files are still written.
  if (error.code === 'EPIPE' || process.exitCode === EXIT.couldNot) return
  process.exitCode = EXIT.couldNot
  process.stderr.write(`The output cannot be written: ${error.message}\n`)
})
// There is nowhere left to say it.
process.stderr.on('error', () => {})

const code = await run(process.argv.slice(2), {
  version,
  // This entry is built into out/main.
  sampleFolder: join(import.meta.dirname, '../../resources/sample'),
  cwd: process.cwd(),
  debug: Boolean(process.env.TOKENTRACE_DEBUG),
  stdout: process.stdout,
  stderr: process.stderr,
  signal: stop.signal,
  loadEngine: () => import('../../engine'),
})
// An output that failed stands.
if (code !== EXIT.done) process.exitCode = code
