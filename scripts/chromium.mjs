// Finds a Chromium for the end-to-end tests, or installs Debian's where that is allowed. Playwright's own is a download from
// another place and not needed.
import { spawnSync } from 'node:child_process'
import { existsSync } from 'node:fs'
import { delimiter, join } from 'node:path'

const NAMES = ['chromium', 'chromium-browser', 'google-chrome', 'google-chrome-stable', 'chrome']
const PLACES = [
  '/usr/bin/chromium',
  '/Applications/Google Chrome.app/Contents/MacOS/Google Chrome',
  '/Applications/Chromium.app/Contents/MacOS/Chromium',
  'C:\\Program Files\\Google\\Chrome\\Application\\chrome.exe',
]

/** The path of a Chromium, or a sentence that says what to install. */
export function provideChromium(say) {
  const found = findChromium()
  if (found) return { path: found }
  if (existsSync('/etc/debian_version') && process.getuid?.() === 0) {
    say('Installing Debian’s chromium package for the end-to-end tests …')
    installDebianPackage()
    const installed = findChromium()
    if (installed) return { path: installed }
    return { missing: 'apt-get could not install chromium; its message stands above. Set CHROMIUM_PATH to another.' }
  }
  const how = existsSync('/etc/debian_version') ? '`sudo apt-get install chromium`' : 'Chromium or Google Chrome'
  return { missing: `The end-to-end tests need a Chromium. Install ${how}, or set CHROMIUM_PATH to one.` }
}

function findChromium() {
  const named = process.env.CHROMIUM_PATH
  if (named) return existsSync(named) ? named : null
  const onPath = (process.env.PATH ?? '').split(delimiter).flatMap((folder) => NAMES.map((name) => join(folder, name)))
  return [...onPath, ...PLACES].find((path) => existsSync(path)) ?? null
}

function installDebianPackage() {
  const options = { stdio: ['ignore', process.stderr, process.stderr] }
  const env = { ...process.env, DEBIAN_FRONTEND: 'noninteractive' }
  spawnSync('apt-get', ['update', '-qq'], { ...options, env })
  spawnSync('apt-get', ['install', '-y', '-qq', '--no-install-recommends', 'chromium'], { ...options, env })
}
