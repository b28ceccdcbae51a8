import { existsSync, readFileSync } from 'node:fs'
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises'
import { type IncomingMessage, request } from 'node:http'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest'
import { WebSocket as Socket } from 'ws'
import { forkEngine } from '../../src/main/hosts/engine-process'
import { type RunningServer, serve } from '../../src/main/hosts/server/serve'
import { connectServer } from '../../src/renderer/client'
import type { HostEvent } from '../../src/shared/contract'
import { buildStubEngine } from './build-stub-engine'

let script: string
let folder: string
let server: RunningServer
let stub: Record<string, string>
const stops: (() => unknown)[] = []

const parts = () => {
  const url = new URL(server.address)
  return { url, origin: url.origin, port: url.port, token: new URLSearchParams(url.hash.slice(1)).get('token')! }
}

function connect({ token = parts().token, origin = parts().origin } = {}) {
  const open = (url: string, protocols: string[]) =>
    new Socket(url, protocols, { origin }) as unknown as globalThis.WebSocket
  const workbench = connectServer({ origin: parts().origin, token, open })
  stops.push(() => workbench.close())
  return workbench
}

/** Node's own client, since fetch would set right what these tests get wrong on purpose. */
function get(path: string, { method = 'GET', host = `127.0.0.1:${parts().port}` } = {}) {
  return new Promise<IncomingMessage & { body: string }>((resolve, reject) => {
    const sent = request({ host: '127.0.0.1', port: parts().port, path, method, headers: { host } }, (response) => {
      let body = ''
      response.setEncoding('utf8')
      response.on('data', (chunk) => {
        body += chunk
      })
      response.on('end', () => resolve(Object.assign(response, { body })))
    })
    sent.on('error', reject)
    sent.end()
  })
}

function upgrade(path: string, { token = parts().token, origin = parts().origin, host = parts().url.host } = {}) {
  return new Promise<{ status?: number; code?: number; socket?: Socket }>((resolve) => {
    const socket = new Socket(`ws://127.0.0.1:${parts().port}${path}`, ['tokentrace', `token.${token}`], {
      ...(origin === '' ? {} : { origin }),
      headers: { host },
    })
    stops.push(() => socket.terminate())
    socket.on('error', () => {})
    socket.on('unexpected-response', (_, response) => resolve({ status: response.statusCode! }))
    socket.on('close', (code) => resolve({ code }))
    // Long enough for a close frame that follows the opening to arrive.
    socket.on('open', () => setTimeout(() => resolve({ socket }), 100))
  })
}

const run = (text: string) => ({ path: '/model', prompt: { text }, device: 'cpu' as const })

beforeAll(async () => {
  script = await buildStubEngine()
})

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'tokentrace-host-'))
  const rendererFolder = join(folder, 'renderer')
  await mkdir(join(rendererFolder, 'assets'), { recursive: true })
  await writeFile(join(rendererFolder, 'index.html'), '<!doctype html><title>Tokentrace</title>')
  await writeFile(join(rendererFolder, 'assets/index-1.js'), 'export {}')
  await writeFile(join(folder, 'secret.txt'), 'secret')
  stub = { STUB_CLOSED: join(folder, 'closed') }
  server = await serve({
    port: 0,
    rendererFolder,
    version: '1.2.3',
    openAtStart: '/models/gpt2',
    spawnEngine: () => forkEngine({ script, dataFolder: folder, version: '1.2.3', env: stub, onOutput: () => {} }),
  })
})

afterEach(async () => {
  for (const stop of stops.splice(0)) stop()
  await server.close()
  await rm(folder, { recursive: true })
})

afterAll(() => rm(join(script, '..'), { recursive: true }))

describe('static files', () => {
  it('are served under a strict policy, with their types', async () => {
    const index = await get('/')
    expect(index.statusCode).toBe(200)
    expect(index.headers['content-type']).toBe('text/html; charset=utf-8')
    expect(index.headers['x-content-type-options']).toBe('nosniff')
    expect(index.headers['referrer-policy']).toBe('no-referrer')
    expect(index.headers['content-security-policy']).toContain("default-src 'none'; script-src 'self';")
    expect(index.headers['content-security-policy']).toContain(`connect-src 'self' blob: ws://${parts().url.host};`)
    const asset = await get('/assets/index-1.js')
    expect(asset.headers['content-type']).toBe('text/javascript; charset=utf-8')
    expect(asset.body).toBe('export {}')
  })

  it.each([
    '/../secret.txt',
    '/%2e%2e/secret.txt',
    '/assets/../../secret.txt',
    '/..%2fsecret.txt',
    '//secret.txt',
    '/assets/..\\..\\secret.txt',
    '/index.html%00',
  ])('are all that can be reached: %s is not there', async (path) => {
    const answer = await get(path)
    expect(answer.statusCode).toBe(404)
    expect(answer.body).not.toContain('secret')
  })

  it('are only read: other methods are refused', async () => {
    expect((await get('/', { method: 'POST' })).statusCode).toBe(405)
    expect((await get('/', { method: 'DELETE' })).statusCode).toBe(405)
    expect(await get('/', { method: 'HEAD' })).toMatchObject({ statusCode: 200, body: '' })
  })

  it('are refused under a name that was not printed', async () => {
    const answer = await get('/', { host: `attacker.example:${parts().port}` })
    expect(answer.statusCode).toBe(403)
    expect(answer.body).toContain('not an address that Tokentrace printed')
    expect((await get('/', { host: '127.0.0.1' })).statusCode).toBe(403)
    expect((await get('/', { host: `localhost:${parts().port}` })).statusCode).toBe(200)
  })
})

describe.each(['/engine', '/host'])('the WebSocket of %s', (path) => {
  it('opens with the token, from our own page', async () => {
    expect((await upgrade(path)).socket).toBeDefined()
  })

  it('is refused to other pages, before the handshake', async () => {
    expect(await upgrade(path, { origin: 'https://attacker.example' })).toEqual({ status: 403 })
    expect(await upgrade(path, { origin: 'http://127.0.0.1:1' })).toEqual({ status: 403 })
    expect(await upgrade(path, { origin: '' })).toEqual({ status: 403 })
  })

  it('is refused under a name that was not printed', async () => {
    const host = `attacker.example:${parts().port}`
    expect(await upgrade(path, { host, origin: `http://${host}` })).toEqual({ status: 403 })
  })

  it('is closed at once without the right token', async () => {
    expect(await upgrade(path, { token: '' })).toEqual({ code: 4003 })
    expect(await upgrade(path, { token: 'wrong' })).toEqual({ code: 4003 })
    expect(await upgrade(path, { token: `${parts().token}x` })).toEqual({ code: 4003 })
  })

  it.each(['hello', '{"i":1}', '[]', 'null', '{"i":"1","p":{"u":5}}'])('hangs up on %s', async (text) => {
    const { socket } = await upgrade(path)
    const closed = new Promise((resolve) => socket!.on('close', resolve))
    socket!.send(text)
    expect(await closed).toBe(1008)
    await expect(connect().engine.hello()).resolves.toMatchObject({ version: 'stub' })
  })

  it('hangs up on bytes that are not the contract', async () => {
    const { socket } = await upgrade(path)
    const closed = new Promise((resolve) => socket!.on('close', resolve))
    socket!.send(Uint8Array.from([1, 2, 255, 3]))
    expect(await closed).toBe(1008)
  })

  it('hangs up on a message that is too large', async () => {
    const { socket } = await upgrade(path)
    const closed = new Promise((resolve) => socket!.on('close', resolve))
    socket!.send(new Uint8Array((64 << 20) + 1))
    expect(await closed).toBe(1009)
  })
})

it('has no other WebSocket', async () => {
  expect(await upgrade('/other')).toEqual({ status: 404 })
})

it('tells a page with an old token to open the printed address', async () => {
  await expect(connect({ token: 'old' }).engine.hello()).rejects.toMatchObject({
    data: { kind: 'environment', remedy: 'Open the address that Tokentrace printed in the terminal.' },
  })
})

describe('calls', () => {
  it('reach the engine and come back', async () => {
    const { engine, host } = connect()
    await expect(engine.hello()).resolves.toEqual({ version: 'stub', pid: expect.any(Number) })
    await expect(host.info()).resolves.toMatchObject({ kind: 'server', version: '1.2.3', openAtStart: '/models/gpt2' })
    await expect(host.chooseFolder({ title: 'x' })).resolves.toBeNull()
    await expect(host.chooseModelFile({ title: 'x' })).resolves.toBeNull()
  })

  it('yield progress and return their answer', async () => {
    const { engine, runLong } = connect()
    const seen: (number | null)[] = []
    const answer = await runLong((options) => engine.run(run('go'), options), {
      onProgress: (progress) => seen.push(progress.done),
    })
    expect(seen).toEqual([0, 1])
    expect(answer.device.device).toBe('cpu')
  })

  it('return files through progress, byte for byte', async () => {
    const { engine, runLong } = connect()
    const input = { ...run('go'), position: 0, view: 'raw' as const, watch: null, format: 'csv' as const }
    const file = await runLong((options) => engine.export.numbers(input, options))
    expect(file).toBeInstanceOf(File)
    expect([file.name, file.type]).toEqual(['tower.csv', 'text/csv'])
    expect(Array.from(new Uint8Array(await file.arrayBuffer()))).toEqual(Array.from({ length: 256 }, (_, i) => i))
  })

  it('take files, byte for byte', async () => {
    const data = new File([Uint8Array.from({ length: 1000 }, (_, i) => i % 256)], 'a.bin')
    await expect(connect().engine.drop.chunk({ id: 'x', name: 'a', offset: 0, data })).resolves.toBeUndefined()
  })

  it('fail with the Fault that was thrown, also in the middle of progress', async () => {
    const { engine, runLong } = connect()
    await expect(runLong((options) => engine.run(run('fault'), options))).rejects.toMatchObject({
      name: 'Fault',
      message: 'The prompt is longer than the context. Shorten it.',
      data: { kind: 'input', remedy: 'Shorten it.' },
    })
  })

  it('fail with an internal fault where the engine has a defect, and it lives on', async () => {
    const { engine } = connect()
    await expect(engine.model.wordIds({ path: '/m', word: 'x' })).rejects.toMatchObject({
      data: { kind: 'internal', message: 'Unexpected failure: a defect' },
    })
    await expect(engine.model.recent()).resolves.toEqual([])
  })

  it('that do not fit the contract are refused by name', async () => {
    const { engine } = connect()
    await expect(engine.model.wordIds({ path: 5 } as never)).rejects.toMatchObject({
      data: { kind: 'input', message: expect.stringContaining('path') },
    })
  })
})

describe('an engine that dies under a call', () => {
  it('fails the call as lost, and the next call works', async () => {
    const { engine, runLong } = connect()
    const before = await engine.hello()
    await expect(runLong((options) => engine.run(run('die'), options))).rejects.toMatchObject({
      data: { kind: 'lost', message: expect.stringContaining('SIGKILL') },
    })
    const after = await engine.hello()
    expect(after.pid).not.toBe(before.pid)
  })

  it('is told to the window by the host', async () => {
    const { engine, runLong, onHostEvent } = connect()
    await engine.hello()
    const events: HostEvent[] = []
    stops.push(onHostEvent((event) => events.push(event)))
    await new Promise((resolve) => setTimeout(resolve, 200))
    await runLong((options) => engine.run(run('die'), options)).catch(() => {})
    await vi.waitFor(() => expect(events).toMatchObject([{ type: 'engine-restarted' }]), 5000)
  })
})

describe('interrupt', () => {
  it('leaves an idle engine alone', async () => {
    const { engine, host } = connect()
    const before = await engine.hello()
    await expect(host.interrupt()).resolves.toEqual({ restarted: false })
    expect(await engine.hello()).toEqual(before)
  })

  it('is asked for by an aborted call, and replaces an engine that is blocked', async () => {
    const { engine, runLong } = connect()
    const before = await engine.hello()
    const controller = new AbortController()
    const blocked = runLong((options) => engine.run(run('block'), options), {
      signal: controller.signal,
      onProgress: () => setTimeout(() => controller.abort(), 50),
    })
    await expect(blocked).rejects.toMatchObject({ data: { kind: 'cancelled' } })
    await vi.waitFor(async () => expect((await engine.hello()).pid).not.toBe(before.pid), 5000)
  })

  it('leaves alone an engine that stops at an abort by itself', async () => {
    const { engine, runLong } = connect()
    const before = await engine.hello()
    const controller = new AbortController()
    const waiting = runLong((options) => engine.run(run('wait'), options), {
      signal: controller.signal,
      onProgress: () => controller.abort(),
    })
    await expect(waiting).rejects.toMatchObject({ data: { kind: 'cancelled' } })
    await new Promise((resolve) => setTimeout(resolve, 500))
    expect(await engine.hello()).toEqual(before)
  })
})

describe('an engine that cannot start', () => {
  it('is told with its last words by interrupt', async () => {
    stub.STUB_ENGINE = 'crash'
    const { engine, host, runLong } = connect()
    await runLong((options) => engine.run(run('die'), options)).catch(() => {})
    await expect(host.interrupt()).rejects.toMatchObject({
      data: { kind: 'environment', details: expect.stringContaining('cannot open shared object file') },
    })
  })

  it('is told in its own words where it has some', async () => {
    stub.STUB_ENGINE = 'unable'
    const { engine, host, runLong } = connect()
    await runLong((options) => engine.run(run('die'), options)).catch(() => {})
    await expect(host.interrupt()).rejects.toThrow('The store cannot be opened')
  })
})

it('closes the engine in order when it is closed', async () => {
  await connect().engine.hello()
  await server.close()
  expect(existsSync(stub.STUB_CLOSED!) && readFileSync(stub.STUB_CLOSED!, 'utf8')).toBe('closed')
})
