import { join } from 'node:path'
import { app } from 'electron'
import { version } from '../../../../package.json'
import { ownWords } from './arguments'
import { startDesktop } from './desktop'

// The other parts lie beside this entry as electron-vite builds them: out/main, out/preload and out/renderer.
const here = import.meta.dirname

startDesktop({
  version,
  words: ownWords(process.argv, process.defaultApp === true),
  engineScript: join(here, 'engine.js'),
  preload: join(here, '../preload/preload.cjs'),
  rendererFolder: join(here, '../renderer'),
  developmentUrl: app.isPackaged ? undefined : process.env.ELECTRON_RENDERER_URL,
})
