// Finds the Electron binary. It comes from a download of its own, not from npm, and is missing where that is out of reach.
import { spawnSync } from 'node:child_process'
import { existsSync, readFileSync, statSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { root } from './setup.mjs'

const folder = join(root, 'node_modules', 'electron')
const FETCH_SECONDS = 180
const RETRY_HOURS = 24

/** The path of the binary, or null. `ELECTRON_OVERRIDE_DIST_PATH` names a folder with another one, as Electron itself reads it. */
export function electronBinary() {
  const pathFile = join(folder, 'path.txt')
  const name = existsSync(pathFile) ? readFileSync(pathFile, 'utf8').trim() : null
  const override = process.env.ELECTRON_OVERRIDE_DIST_PATH
  const path = override ? join(override, name ?? 'electron') : name && join(folder, 'dist', name)
  return path && existsSync(path) ? path : null
}

/** Tries the download once; after a failure not again for a day, so that a start without a network is not slow each time. */
export function fetchElectron(node, say) {
  const mark = join(root, 'node_modules', '.tokentrace-electron-failed')
  const failed = statSync(mark, { throwIfNoEntry: false })
  if (failed && Date.now() - failed.mtimeMs < RETRY_HOURS * 3_600_000) return null
  say('Fetching the Electron binary (about 120 MB, once) …')
  const { status } = spawnSync(node, [join(folder, 'install.js')], {
    cwd: folder,
    stdio: 'ignore',
    timeout: FETCH_SECONDS * 1000,
    killSignal: 'SIGKILL',
  })
  const path = status === 0 ? electronBinary() : null
  if (path === null) writeFileSync(mark, 'The Electron binary could not be fetched; delete this file to try again.\n')
  return path
}

/** Whether a window could show itself here. */
export function hasDisplay() {
  return process.platform !== 'linux' || Boolean(process.env.DISPLAY || process.env.WAYLAND_DISPLAY)
}
