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

for (const stream of [process.stdout, process.stderr]) {
  // Whoever read has seen enough (`| head`); the files are still written.
  stream.on('error', (error: NodeJS.ErrnoException) => {
    if (error.code !== 'EPIPE') throw error
  })
}

process.exitCode = await run(process.argv.slice(2), {
  version,
  cwd: process.cwd(),
  debug: Boolean(process.env.TOKENTRACE_DEBUG),
  stdout: process.stdout,
  stderr: process.stderr,
  signal: stop.signal,
  loadEngine: () => import('../../engine'),
})
