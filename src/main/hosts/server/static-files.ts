import { createReadStream } from 'node:fs'
import { readdir, stat } from 'node:fs/promises'
import type { IncomingMessage, ServerResponse } from 'node:http'
import { extname, join, relative, sep } from 'node:path'
import { Fault } from '../../../shared/fault'

const MEDIA_TYPES: Record<string, string> = {
  '.html': 'text/html; charset=utf-8',
  '.js': 'text/javascript; charset=utf-8',
  '.css': 'text/css; charset=utf-8',
  '.json': 'application/json',
  '.map': 'application/json',
  '.svg': 'image/svg+xml',
  '.png': 'image/png',
  '.ico': 'image/x-icon',
  '.woff': 'font/woff',
  '.woff2': 'font/woff2',
  '.ttf': 'font/ttf',
  '.wasm': 'application/wasm',
  '.txt': 'text/plain; charset=utf-8',
}

interface StaticFile {
  readonly path: string
  readonly type: string
  readonly bytes: number
}

export type StaticFiles = ReadonlyMap<string, StaticFile>

/**
 * The built window, by address. The list is made once: what is not in it does not exist, so that no address, however it is
 * written, can reach another file.
 */
export async function listStaticFiles(folder: string): Promise<StaticFiles> {
  const names = await readdir(folder, { recursive: true, withFileTypes: true }).catch(() => [])
  const files = new Map<string, StaticFile>()
  for (const entry of names) {
    if (!entry.isFile()) continue
    const path = join(entry.parentPath, entry.name)
    const address = `/${relative(folder, path).split(sep).join('/')}`
    const type = MEDIA_TYPES[extname(path)] ?? 'application/octet-stream'
    files.set(address, { path, type, bytes: (await stat(path)).size })
  }
  const index = files.get('/index.html')
  if (!index) {
    throw Fault.environment('The window is not built', { file: folder, remedy: 'Run `npm run build` first.' })
  }
  files.set('/', index)
  return files
}

/** Answers GET and HEAD for a listed file. */
export function answerStatic(files: StaticFiles, request: IncomingMessage, response: ServerResponse): void {
  if (request.method !== 'GET' && request.method !== 'HEAD') {
    response.setHeader('Allow', 'GET, HEAD')
    refuse(response, 405, 'Only GET and HEAD are answered.')
    return
  }
  const address = (request.url ?? '/').split(/[?#]/, 1)[0] ?? '/'
  const file = files.get(address)
  if (!file) {
    refuse(response, 404, 'There is no such file.')
    return
  }
  response.writeHead(200, {
    'Content-Type': file.type,
    'Content-Length': file.bytes,
    // The builder puts a hash of the content into the names of assets.
    'Cache-Control': address.startsWith('/assets/') ? 'max-age=31536000, immutable' : 'no-store',
  })
  if (request.method === 'HEAD') {
    response.end()
    return
  }
  createReadStream(file.path)
    .on('error', () => response.destroy())
    .pipe(response)
}

export function refuse(response: ServerResponse, status: number, message: string): void {
  response.writeHead(status, { 'Content-Type': 'text/plain; charset=utf-8' })
  response.end(`${message}\n`)
}
