import { mkdirSync } from 'node:fs'
import { resolve } from 'node:path'
import { app, dialog, ipcMain, Menu, type OpenDialogOptions, session } from 'electron'
import { Fault, faultLine, toFaultData } from '../../../shared/fault'
import { createChannelServer, EngineSupervisor } from '../engine-process'
import { listStaticFiles } from '../server/static-files'
import { registerAppScheme, serveAppFiles } from './app-protocol'
import { parseArguments } from './arguments'
import { WANT_PORTS } from './channels'
import { saveThroughDialog } from './downloads'
import { startEngineUtility } from './engine-utility'
import { createHostRouter } from './host-router'
import { keepOnPage, refusePermissions } from './lockdown'
import { menuTemplate } from './menu'
import { Page } from './page'
import { WindowEvents } from './window-events'
import { WorkbenchWindow } from './workbench-window'

export interface DesktopOptions {
  readonly version: string
  /** The words after the program's own name. */
  readonly words: readonly string[]
  readonly engineScript: string
  readonly preload: string
  readonly rendererFolder: string
  /** The page of a development server instead of the built one. */
  readonly developmentUrl: string | undefined
}

const aFolder: OpenDialogOptions = { properties: ['openDirectory'] }
/** Ollama's files have names without an ending. */
const aModelFile: OpenDialogOptions = {
  properties: ['openFile'],
  filters: [
    { name: 'Models', extensions: ['gguf', 'safetensors', 'onnx'] },
    { name: 'All files', extensions: ['*'] },
  ],
}

/** The desktop program, up to its end. Called before Electron is ready, since some settings are taken only until then. */
export function startDesktop(options: DesktopOptions): void {
  const { model, dataFolder, profileFolder } = parseArguments(options.words, process.cwd())
  // Before the lock, which is of this profile: another data folder is another program.
  try {
    keepProfileIn(profileFolder)
  } catch (error) {
    fail(error)
    return
  }
  if (!app.requestSingleInstanceLock({ model })) {
    // The running one was told of the model.
    app.quit()
    return
  }
  registerAppScheme()
  app.enableSandbox()

  const page = new Page(options.developmentUrl)
  const events = new WindowEvents()
  let openAtStart = model
  let window: WorkbenchWindow | null = null
  const supervisor = new EngineSupervisor({
    spawn: () => startEngineUtility({ script: options.engineScript, dataFolder, version: options.version }),
  })
  const choose = async (what: 'folder' | 'model file', title: string) => {
    const settings = { title, ...(what === 'folder' ? aFolder : aModelFile) }
    const { canceled, filePaths } = window
      ? await dialog.showOpenDialog(window.browserWindow, settings)
      : await dialog.showOpenDialog(settings)
    return canceled ? null : (filePaths[0] ?? null)
  }
  const hostServer = createChannelServer(
    createHostRouter(supervisor, events, { version: options.version, openAtStart: () => openAtStart, choose }),
  )

  const showWindow = () => {
    if (window) {
      window.focus()
      return
    }
    window = new WorkbenchWindow({ page, preload: options.preload, supervisor, hostServer })
    window.onClosed(() => {
      window = null
    })
    window.load().catch(fail)
  }
  const openModel = (path: string) => {
    if (app.isReady()) {
      showWindow()
      events.send({ type: 'open-model', path })
    } else {
      openAtStart = path
    }
  }

  // Also contents that we did not make: whatever a page brings about is held by the same rules.
  app.on('web-contents-created', (_event, contents) => keepOnPage(contents, page))
  app.on('second-instance', (_event, _words, _folder, said) => {
    const { model: wanted } = said as { model: string | null }
    if (wanted === null) showWindow()
    else openModel(wanted)
  })
  app.on('open-file', (event, path) => {
    event.preventDefault()
    openModel(resolve(path))
  })
  app.on('activate', showWindow)
  app.on('window-all-closed', () => {
    if (process.platform !== 'darwin') app.quit()
  })
  ipcMain.on(WANT_PORTS, (event) => window?.connect(event))
  supervisor.onRestarted((reason) => {
    window?.engineRestarted()
    events.send({ type: 'engine-restarted', reason })
  })
  endAfterWrites(supervisor)

  const begin = async () => {
    await app.whenReady()
    refusePermissions(session.defaultSession)
    saveThroughDialog(session.defaultSession, page)
    if (options.developmentUrl === undefined) {
      serveAppFiles(session.defaultSession, await listStaticFiles(options.rendererFolder))
    }
    const template = menuTemplate({
      platform: process.platform,
      developing: !app.isPackaged,
      onCommand(command) {
        showWindow()
        events.send({ type: 'command', command })
      },
    })
    Menu.setApplicationMenu(Menu.buildFromTemplate(template))
    // Not awaited: the window may show itself while the engine loads. A failure reaches whoever calls.
    supervisor.start().catch(() => {})
    showWindow()
  }
  begin().catch(fail)
}

function keepProfileIn(folder: string): void {
  try {
    // Electron takes no folder that is not there.
    mkdirSync(folder, { recursive: true })
  } catch (cause) {
    const remedy = 'Make it writable, or name another with --data.'
    throw Fault.environment('The folder cannot be made', { file: folder, remedy, details: String(cause) })
  }
  app.setPath('userData', folder)
}

/** Quitting waits for the engine's writes. */
function endAfterWrites(supervisor: EngineSupervisor): void {
  let closed = false
  app.on('will-quit', (event) => {
    if (closed) return
    event.preventDefault()
    supervisor.close().finally(() => {
      closed = true
      app.quit()
    })
  })
}

function fail(error: unknown): void {
  dialog.showErrorBox('Tokentrace cannot show its window', faultLine(toFaultData(error)))
  app.exit(1)
}
