// Runs the program itself, as if it had been started directly: the same terminal, the same signals, the same exit code.
import { spawn } from 'node:child_process'

/** Where the person stood. npm changes into the package's folder, and says where it was called. */
export const startedFrom = process.env.INIT_CWD ?? process.cwd()

/**
 * @returns {Promise<{ code: number, seconds: number, error?: Error }>} the exit code as a shell would give it
 */
export function runChild(command, args, { env = {} } = {}) {
  const began = Date.now()
  const child = spawn(command, args, { stdio: 'inherit', cwd: startedFrom, env: { ...process.env, ...env } })
  // The terminal sends Ctrl+C to the child as well; it decides when to end, and we end after it. A second one is impatience,
  // of which a child inside native code hears nothing.
  let asked = false
  const stay = () => {
    if (asked) child.kill('SIGKILL')
    asked = true
  }
  const passOn = (signal) => child.kill(signal)
  process.on('SIGINT', stay)
  for (const signal of ['SIGTERM', 'SIGHUP']) process.on(signal, passOn)
  return new Promise((resolve) => {
    const end = (result) => {
      process.off('SIGINT', stay)
      for (const signal of ['SIGTERM', 'SIGHUP']) process.off(signal, passOn)
      resolve({ seconds: (Date.now() - began) / 1000, ...result })
    }
    child.on('error', (error) => end({ code: 1, error }))
    child.on('exit', (code, signal) => end({ code: code ?? 128 + (SIGNALS[signal] ?? 0) }))
  })
}

const SIGNALS = { SIGHUP: 1, SIGINT: 2, SIGILL: 4, SIGTRAP: 5, SIGABRT: 6, SIGKILL: 9, SIGSEGV: 11, SIGTERM: 15 }
