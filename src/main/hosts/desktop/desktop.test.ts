import { EventEmitter } from 'node:events'
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createORPCClient } from '@orpc/client'
import { RPCLink } from '@orpc/client/message-port'
import type { ContractRouterClient } from '@orpc/contract'
import { implement } from '@orpc/server'
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest'
import { engineContract, type HostEvent, type hostContract } from '../../../shared/contract'
import { createChannelServer, servePort } from '../engine-process'
import { createFakeElectron, type FakePort, type FakeUtility, type MenuItem } from './fake-electron'

let folder: string
let fake: ReturnType<typeof createFakeElectron>

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'tokentrace-desktop-'))
  await mkdir(join(folder, 'renderer'))
  await writeFile(join(folder, 'renderer', 'index.html'), '<title>Tokentrace</title>')
  await writeFile(join(folder, 'renderer', 'index.js'), 'export {}')
  await writeFile(join(folder, 'secret.txt'), 'secret')
  fake = createFakeElectron()
  vi.resetModules()
  vi.doMock('electron', () => fake.module)
})

afterEach(async () => {
  vi.doUnmock('electron')
  await rm(folder, { recursive: true })
})

/** Starts the program and gives its window, its first engine and what else a test looks at. */
async function start(words: string[] = []) {
  const { startDesktop } = await import('./desktop')
  startDesktop({
    version: '1.2.3',
    words: ['--data', join(folder, 'data'), ...words],
    engineScript: '/program/engine.js',
    preload: '/program/preload.cjs',
    rendererFolder: join(folder, 'renderer'),
    developmentUrl: undefined,
  })
  await vi.waitFor(() => expect(fake.windows).toHaveLength(1))
  const window = fake.windows[0]!
  await vi.waitFor(() => expect(window.webContents.mainFrame.url).not.toBe(''))
  return { window, contents: window.webContents, engine: fake.engines[0]! }
}

/** Gives an engine's process a life: it says that it is ready, answers pings and serves `hello`. */
function live(engine: FakeUtility, pid: number) {
  const router = { hello: implement(engineContract).hello.handler(() => ({ version: '1.2.3', pid })) }
  const server = createChannelServer(router)
  for (const port of engine.ports) servePort(server, port)
  engine.onPost = (message, ports) => {
    for (const port of ports) servePort(server, port)
    if (message.type === 'ping') engine.emit('message', { type: 'pong', id: message.id })
    if (message.type === 'close') engine.end(0)
  }
  engine.emit('message', { type: 'ready' })
}

/** What the page does with a port. */
function client<T>(port: FakePort | undefined): T {
  if (!port) throw new Error('no port')
  return createORPCClient(new RPCLink({ port: port.inner })) as T
}

type EngineClient = ContractRouterClient<typeof engineContract>
type HostClient = ContractRouterClient<typeof hostContract>

function wantPorts(senderFrame: unknown, sender: unknown = fake.windows[0]?.webContents) {
  fake.module.ipcMain.emit('tokentrace:want-ports', { sender, senderFrame })
}

async function connected(words?: string[]) {
  const started = await start(words)
  live(started.engine, 1)
  wantPorts(started.contents.mainFrame)
  const [enginePort, hostPort] = started.contents.posted.at(-1)?.ports ?? []
  return { ...started, engineClient: client<EngineClient>(enginePort), hostClient: client<HostClient>(hostPort) }
}

function prevented(emitter: EventEmitter, event: string, details: Record<string, unknown> = {}): boolean {
  const preventDefault = vi.fn()
  emitter.emit(event, { ...details, preventDefault })
  return preventDefault.mock.calls.length > 0
}

describe('the window', () => {
  test('runs its page in a sandbox, in a world of its own, without Node', async () => {
    const { window } = await start()
    expect(window.options.webPreferences).toMatchObject({
      contextIsolation: true,
      sandbox: true,
      nodeIntegration: false,
      nodeIntegrationInSubFrames: false,
      nodeIntegrationInWorker: false,
      webSecurity: true,
      webviewTag: false,
      preload: '/program/preload.cjs',
    })
    expect(window.options.webPreferences).not.toHaveProperty('allowRunningInsecureContent')
    expect(fake.module.app.sandboxed).toBe(true)
  })

  test('keeps its place between starts and does not flash white in the dark', async () => {
    const { window } = await start()
    expect(window.options).toMatchObject({
      name: 'workbench',
      windowStatePersistence: true,
      backgroundColor: '#0e1014',
    })
    expect(window.shown).toBe(false)
    window.emit('ready-to-show')
    expect(window.shown).toBe(true)
  })

  test('refuses to navigate anywhere but to its own page', async () => {
    const { contents } = await start()
    const goes = (url: string, isMainFrame = true) => !prevented(contents, 'will-frame-navigate', { url, isMainFrame })
    expect(goes('app://tokentrace/')).toBe(true)
    expect(goes('app://tokentrace/', false)).toBe(false)
    for (const url of [
      'https://example.org/',
      'file:///etc/passwd',
      'app://elsewhere/',
      'app://tokentrace/index.js',
      'app://ada@tokentrace/',
      'data:text/html,hi',
      'javascript:alert(1)',
      'nonsense',
    ]) {
      expect(goes(url), url).toBe(false)
    }
    expect(prevented(contents, 'will-redirect', { url: 'https://example.org/' })).toBe(true)
  })

  test('attaches no webview and opens no window', async () => {
    const { contents } = await start()
    expect(prevented(contents, 'will-attach-webview')).toBe(true)
    expect(contents.openHandler({ url: 'app://tokentrace/' })).toEqual({ action: 'deny' })
  })

  test('hands only known https links to the browser', async () => {
    const { contents } = await start()
    for (const url of [
      'https://arxiv.org/abs/2203.14680',
      'http://arxiv.org/abs/1',
      'https://arxiv.org.example.org/',
      'https://ada@arxiv.org/',
      'https://arxiv.org:8443/',
      'file:///etc/passwd',
      'smb://arxiv.org/',
    ]) {
      expect(contents.openHandler({ url })).toEqual({ action: 'deny' })
    }
    expect(fake.registered.openedLinks).toEqual(['https://arxiv.org/abs/2203.14680'])
  })

  test('grants no permission, whether asked for or looked at', async () => {
    await start()
    const answer = vi.fn()
    fake.defaultSession.request?.(null, 'media', answer)
    expect(answer).toHaveBeenCalledExactlyOnceWith(false)
    expect(fake.defaultSession.check?.()).toBe(false)
    expect(fake.defaultSession.device?.()).toBe(false)
  })
})

describe('the page', () => {
  const get = (url: string, init?: RequestInit) => fake.defaultSession.handlers.get('app')!(new Request(url, init))

  test('comes over its own protocol with a strict policy', async () => {
    await start()
    expect(fake.registered.schemes).toEqual([
      { scheme: 'app', privileges: { standard: true, secure: true, supportFetchAPI: true, codeCache: true } },
    ])
    const response = await get('app://tokentrace/')
    expect(response.status).toBe(200)
    expect(await response.text()).toContain('Tokentrace')
    const policy = response.headers.get('Content-Security-Policy') ?? ''
    expect(policy).toContain("default-src 'none'")
    expect(policy).toContain("script-src 'self';")
    expect(policy).not.toMatch(/https?:|wss?:|unsafe-eval|script-src[^;]*unsafe-inline/)
    expect(response.headers.get('X-Content-Type-Options')).toBe('nosniff')
    expect((await get('app://tokentrace/index.js')).headers.get('Content-Type')).toContain('text/javascript')
  })

  test('cannot reach a file outside its folder, however the address is written', async () => {
    await start()
    for (const path of [
      '../secret.txt',
      '%2e%2e/secret.txt',
      '..%2fsecret.txt',
      '..%5csecret.txt',
      '/..//secret.txt',
      'index.html%00.js',
      '%2fetc%2fpasswd',
    ]) {
      expect((await get(`app://tokentrace/${path}`)).status, path).toBe(404)
    }
    expect((await get('app://elsewhere/index.html')).status).toBe(404)
    expect((await get('app://tokentrace/', { method: 'POST' })).status).toBe(404)
  })

  test('saves what it made through the save dialog and fetches nothing else', async () => {
    await start()
    const item = Object.assign(new EventEmitter(), {
      getURL: () => 'blob:app://tokentrace/7b1f',
      getFilename: () => 'tower.svg',
      getSavePath: () => '/home/ada/paper/tower.svg',
      setSaveDialogOptions: vi.fn(),
    })
    const preventDefault = vi.fn()
    fake.defaultSession.emit('will-download', { preventDefault }, item)
    expect(preventDefault).not.toHaveBeenCalled()
    expect(item.setSaveDialogOptions).toHaveBeenCalledWith(
      expect.objectContaining({
        defaultPath: join('/home/ada/Downloads', 'tower.svg'),
        filters: expect.arrayContaining([{ name: 'SVG picture', extensions: ['svg'] }]),
      }),
    )
    item.emit('done')
    fake.defaultSession.emit('will-download', { preventDefault }, item)
    expect(item.setSaveDialogOptions).toHaveBeenLastCalledWith(
      expect.objectContaining({ defaultPath: join('/home/ada/paper', 'tower.svg') }),
    )
    for (const url of ['https://example.org/a.exe', 'blob:https://example.org/1', 'data:text/plain,hi']) {
      fake.defaultSession.emit('will-download', { preventDefault }, { ...item, getURL: () => url })
    }
    expect(preventDefault).toHaveBeenCalledTimes(3)
  })
})

describe('the ports', () => {
  test('lead to the engine and to the host once the page asks for them', async () => {
    const { engineClient, hostClient } = await connected(['/models/gpt2'])
    expect(await engineClient.hello()).toEqual({ version: '1.2.3', pid: 1 })
    expect(await hostClient.info()).toEqual({
      kind: 'desktop',
      version: '1.2.3',
      openAtStart: '/models/gpt2',
      canChoose: true,
      platform: process.platform,
    })
  })

  test('are given to our page in its main frame alone', async () => {
    const { contents } = await start()
    wantPorts(null)
    wantPorts({ url: 'app://tokentrace/', parent: contents.mainFrame })
    wantPorts({ url: 'app://tokentrace/', parent: null }, {})
    contents.mainFrame.url = 'https://example.org/'
    wantPorts(contents.mainFrame)
    expect(contents.posted).toEqual([])
  })

  test('end with a dead engine, and the page gets one to the next and is told', async () => {
    const { contents, engine, engineClient, hostClient } = await connected()
    const events = await hostClient.events()
    const told = events.next()
    // Until the subscription stands, an event would be nobody's.
    await hostClient.info()
    engine.onPost = () => {}
    const pending = engineClient.hello()
    await vi.waitFor(() => expect(fake.engines).toHaveLength(1))
    engine.end(139)
    await expect(pending).rejects.toThrow()
    await vi.waitFor(() => expect(fake.engines).toHaveLength(2))
    live(fake.engines[1]!, 2)
    expect((await told).value).toMatchObject({ type: 'engine-restarted', reason: expect.stringContaining('139') })
    expect(contents.posted).toHaveLength(2)
    const ports = contents.posted[1]?.ports ?? []
    expect(ports).toHaveLength(1)
    expect(await client<EngineClient>(ports[0]).hello()).toMatchObject({ pid: 2 })
  })

  test('lead to another engine when the one that was interrupted does not answer', async () => {
    const { engine, hostClient } = await connected()
    expect(await hostClient.interrupt()).toEqual({ restarted: false })
    engine.onPost = () => {}
    const interrupting = hostClient.interrupt()
    await vi.waitFor(() => expect(fake.engines).toHaveLength(2))
    live(fake.engines[1]!, 2)
    expect(await interrupting).toEqual({ restarted: true })
  })

  test('are not pressed on a page that is still loading when the engine restarts', async () => {
    const { contents, engine } = await connected()
    contents.emit('did-start-navigation', { isMainFrame: true, isSameDocument: false })
    engine.end(1)
    await vi.waitFor(() => expect(fake.engines).toHaveLength(2))
    live(fake.engines[1]!, 2)
    expect(contents.posted).toHaveLength(1)
  })

  test('start the engine with memory that is kept and nothing of a debugger', async () => {
    const { engine } = await start()
    expect(engine.script).toBe('/program/engine.js')
    expect(engine.args).toEqual(['--data', join(folder, 'data'), '--version', '1.2.3'])
    expect(engine.options.env).toMatchObject({ MALLOC_MMAP_THRESHOLD_: String(1 << 30) })
    expect(engine.options.execArgv).toEqual([])
  })
})

describe('the menu', () => {
  const items = (menu: MenuItem[]): MenuItem[] => menu.flatMap((item) => [item, ...items(item.submenu ?? [])])
  const item = (id: string) => items(fake.registered.menu).find((one) => one.id === id)

  test('tells the window what was chosen', async () => {
    const { hostClient } = await connected()
    const events = await hostClient.events()
    for (const command of ['open', 'open-file', 'export', 'run', 'keys', 'toggle-theme'] as const) {
      item(command)?.click?.()
      expect((await events.next()).value).toEqual({ type: 'command', command } satisfies HostEvent)
    }
  })

  test('has the usual keys', async () => {
    await start()
    expect(item('open')?.accelerator).toBe('CmdOrCtrl+O')
    expect(item('export')?.accelerator).toBe('CmdOrCtrl+E')
    expect(item('run')?.accelerator).toBe('CmdOrCtrl+Enter')
    const roles = items(fake.registered.menu).map((one) => one.role)
    expect(roles).toEqual(expect.arrayContaining(['editMenu', 'zoomIn', 'zoomOut', 'resetZoom', 'togglefullscreen']))
  })
})

describe('a model', () => {
  test('named while the program runs already is opened in its window', async () => {
    const { hostClient, window } = await connected()
    const events = await hostClient.events()
    fake.module.app.emit('second-instance', {}, [], '', { model: '/models/bert' })
    expect((await events.next()).value).toEqual({ type: 'open-model', path: '/models/bert' })
    expect(window.focused).toBeGreaterThan(0)
  })

  test('named to a second program is passed to the first, which the second leaves alone', async () => {
    fake.module.app.lock = false
    const data = join(folder, 'data')
    const { startDesktop } = await import('./desktop')
    startDesktop({
      version: '1.2.3',
      words: ['--no-sandbox', '--data', data, 'models/bert'],
      engineScript: '',
      preload: '',
      rendererFolder: '',
      developmentUrl: undefined,
    })
    expect(fake.module.app.lockData).toEqual({ model: join(process.cwd(), 'models/bert') })
    expect(fake.module.app.quits).toBe(1)
    expect(fake.windows).toEqual([])
  })

  test('opened from the file manager waits for the window', async () => {
    const { engine, contents } = await start()
    const preventDefault = vi.fn()
    fake.module.app.emit('open-file', { preventDefault }, '/models/llama')
    expect(preventDefault).toHaveBeenCalled()
    live(engine, 1)
    wantPorts(contents.mainFrame)
    const events = await client<HostClient>(contents.posted[0]?.ports[1]).events()
    expect((await events.next()).value).toEqual({ type: 'open-model', path: '/models/llama' })
  })

  test('is chosen in the native dialog; none when it was closed', async () => {
    const { hostClient } = await connected()
    expect(await hostClient.chooseFolder({ title: 'Open' })).toBeNull()
    fake.module.dialog.chosen = { canceled: false, filePaths: ['/models/gpt2'] }
    expect(await hostClient.chooseFolder({ title: 'Open' })).toBe('/models/gpt2')
    expect(fake.module.dialog.asked).toMatchObject({ title: 'Open', properties: ['openDirectory'] })
  })

  test('that is one file is chosen in a dialog for files, also one without an ending', async () => {
    const { hostClient } = await connected()
    fake.module.dialog.chosen = { canceled: false, filePaths: ['/models/a.gguf'] }
    expect(await hostClient.chooseModelFile({ title: 'Open' })).toBe('/models/a.gguf')
    const filters = [
      expect.objectContaining({ extensions: ['gguf', 'safetensors', 'onnx'] }),
      expect.objectContaining({ extensions: ['*'] }),
    ]
    expect(fake.module.dialog.asked).toMatchObject({ title: 'Open', properties: ['openFile'], filters })
  })
})

test('quitting waits for the writes of the engine', async () => {
  const { engine } = await connected()
  const quit = vi.fn()
  fake.module.app.on('quit', quit)
  engine.onPost = () => {}
  fake.module.app.quit()
  expect(quit).not.toHaveBeenCalled()
  engine.end(0)
  await vi.waitFor(() => expect(quit).toHaveBeenCalledOnce())
})

test('a data folder that cannot be made is told of, and nothing is started', async () => {
  await writeFile(join(folder, 'data'), 'a file where the folder should be')
  await expect(start()).rejects.toThrow()
  expect(fake.registered.errors).toEqual([expect.stringMatching(/data.*cannot be made.*--data/)])
  expect(fake.module.app.exits).toEqual([1])
  expect(fake.module.app.lockData).toBeUndefined()
})

test('a program that was not built says so and ends', async () => {
  await rm(join(folder, 'renderer'), { recursive: true })
  await expect(start()).rejects.toThrow()
  expect(fake.registered.errors).toEqual([expect.stringContaining('npm run build')])
  expect(fake.module.app.exits).toEqual([1])
})
