import { EventEmitter } from 'node:events'
import { afterEach, beforeEach, expect, test, vi } from 'vitest'

const exposed = new Map<string, unknown>()
const ipcRenderer = Object.assign(new EventEmitter(), { send: vi.fn() })
const page = Object.assign(new EventTarget(), { location: { origin: 'app://tokentrace' }, postMessage: vi.fn() })

beforeEach(async () => {
  vi.resetModules()
  vi.stubGlobal('window', page)
  vi.doMock('electron', () => ({
    contextBridge: { exposeInMainWorld: (name: string, value: unknown) => exposed.set(name, value) },
    ipcRenderer,
    webUtils: { getPathForFile: ({ name }: File) => `/models/${name}` },
  }))
  await import('./preload')
})

afterEach(() => {
  vi.unstubAllGlobals()
  vi.doUnmock('electron')
})

test('the page gets the path of a dropped file and nothing else of Electron', () => {
  expect([...exposed.keys()]).toEqual(['tokentrace', 'tokentraceDesktop'])
  expect(exposed.get('tokentraceDesktop')).toBe(true)
  const bridge = exposed.get('tokentrace') as { pathForFile(file: File): string }
  expect(Object.keys(bridge)).toEqual(['pathForFile'])
  expect(bridge.pathForFile(new File([], 'gpt2'))).toBe('/models/gpt2')
})

test('ports are asked for when the page has loaded, and handed to it alone', () => {
  expect(ipcRenderer.send).not.toHaveBeenCalled()
  page.dispatchEvent(new Event('load'))
  expect(ipcRenderer.send).toHaveBeenCalledWith('tokentrace:want-ports')
  const ports = [{}, {}]
  ipcRenderer.emit('tokentrace:ports', { ports })
  expect(page.postMessage).toHaveBeenCalledWith({ type: 'tokentrace:ports' }, 'app://tokentrace', ports)
})
