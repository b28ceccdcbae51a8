// The beginning of the main process: an `electron` module for whoever asks, the program itself, then Chromium.
import { readFileSync, statSync } from 'node:fs'
import { createRequire, registerHooks } from 'node:module'
import { join, resolve } from 'node:path'
import { pathToFileURL } from 'node:url'

const here = import.meta.dirname
const require = createRequire(import.meta.url)
const words = process.argv.slice(2)
const moduleUrl = pathToFileURL(join(here, 'electron-module.ts')).href

registerHooks({
  resolve: (specifier, context, next) =>
    specifier === 'electron'
      ? { url: moduleUrl, format: 'module-typescript', shortCircuit: true }
      : next(specifier, context),
})

process.argv = [join(here, 'electron'), ...words]
Object.defineProperty(process, 'defaultApp', { value: true })
Object.defineProperty(process, 'type', { value: 'browser' })
const { version } = JSON.parse(readFileSync(join(here, '../../node_modules/electron/package.json'), 'utf8'))
Object.defineProperty(process.versions, 'electron', { value: version, enumerable: true })

const { app } = await import('./app.ts')
const { useChromium } = await import('./electron-module.ts')
const { startChromium } = await import('./chromium.ts')

const { required, program } = readWords()
for (const path of required) require(path)
await import(pathToFileURL(entryOf(resolve(program))).href)

if (app.quitEarly) process.exit(0)
const chromium = await startChromium(app.getPath('userData'))
await useChromium(chromium)
// Playwright reads this line.
console.error(`DevTools listening on ${chromium.address}`)
app.becomeReady()

/** `-r MODULE` and switches, as Electron's own default program takes them; the first other word is the program. */
function readWords(): { required: string[]; program: string } {
  const required: string[] = []
  for (let at = 0; at < words.length; at++) {
    const word = words[at] ?? ''
    if (word === '-r' || word === '--require') required.push(resolve(words[++at] ?? ''))
    else if (!word.startsWith('-')) return { required, program: word }
  }
  throw new Error('Give the program to run.')
}

function entryOf(path: string): string {
  if (!statSync(path).isDirectory()) return path
  const { main, name } = JSON.parse(readFileSync(join(path, 'package.json'), 'utf8'))
  app.name = name
  return join(path, main)
}
