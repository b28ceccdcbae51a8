#!/usr/bin/env node
// `npm start`: the desktop window where Electron and a display are there, otherwise the same workbench in the browser.
import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { runChild } from './child.mjs'
import { electronBinary, fetchElectron, hasDisplay } from './electron-binary.mjs'
import { root, SetupError, setup } from './setup.mjs'

/** These mean the server: `npm start -- --browser` asks for it. */
const SERVER_WORDS = ['--port', '--no-open', '--help', '-h', '--version', '-V']
/** A window that ends with an error this soon never stood. */
const NEVER_STOOD_SECONDS = 10

const say = (line) => console.error(line)

/** The binary to use, or why the browser it is. */
function chooseDesktop(node, args) {
  if (args.some((word) => SERVER_WORDS.includes(word.split('=')[0]))) return { why: null }
  if (!existsSync(join(root, 'out', 'main', 'desktop.js')))
    return { why: 'the desktop window is not part of this build' }
  if (!hasDisplay()) return { why: 'there is no display' }
  const overridden = Boolean(process.env.ELECTRON_OVERRIDE_DIST_PATH)
  if (!overridden && process.platform === 'linux' && process.getuid() === 0)
    return { why: 'Electron does not run as root' }
  const binary = electronBinary() ?? (overridden ? null : fetchElectron(node, say))
  return binary ? { binary } : { why: 'the Electron binary is not there and could not be fetched' }
}

try {
  const given = process.argv.slice(2)
  const args = given.filter((word) => word !== '--browser')
  const node = setup({ say })
  const choice = args.length < given.length ? { why: null } : chooseDesktop(node, args)
  let { why } = choice
  if (choice.binary) {
    const { code, seconds } = await runChild(choice.binary, [root, ...args])
    const stood = code === 0 || code === 130 || code === 143 || seconds > NEVER_STOOD_SECONDS
    if (stood) process.exit(code)
    why = `the desktop window did not start (exit code ${code})`
  }
  if (why) say(`Using the browser: ${why}.`)
  const { code } = await runChild(node, [join(root, 'out', 'main', 'server.js'), ...args])
  process.exit(code)
} catch (error) {
  if (!(error instanceof SetupError)) throw error
  say(error.message)
  process.exit(1)
}
