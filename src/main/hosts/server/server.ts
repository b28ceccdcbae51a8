import { join } from 'node:path'
import { version } from '../../../../package.json'
import { faultLine, toFaultData } from '../../../shared/fault'
import { forkEngine } from '../engine-process'
import { parseArguments } from './arguments'
import { hasDisplay, openBrowser } from './browser'
import { serve } from './serve'

// Both lie beside this entry as electron-vite builds them: out/main and out/renderer.
const script = join(import.meta.dirname, 'engine.js')
const rendererFolder = join(import.meta.dirname, '../renderer')

try {
  const { model, port, dataFolder, open } = parseArguments(process.argv.slice(2), version)
  const server = await serve({
    port,
    rendererFolder,
    version,
    openAtStart: model,
    spawnEngine: () => forkEngine({ script, dataFolder, version }),
  })

  let closing = false
  const end = () => {
    // A second Ctrl+C is impatience.
    if (closing) process.exit(130)
    closing = true
    void server.close().then(() => process.exit(0))
  }
  process.on('SIGINT', end)
  process.on('SIGTERM', end)
  process.on('SIGHUP', end)

  console.log(`Tokentrace is at ${server.address}`)
  if (open && hasDisplay()) await openBrowser(server.address)
} catch (error) {
  console.error(faultLine(toFaultData(error)))
  process.exit(1)
}
