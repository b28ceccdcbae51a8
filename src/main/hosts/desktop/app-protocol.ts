import { readFile } from 'node:fs/promises'
import { protocol, type Session } from 'electron'
import { securityHeaders } from '../server/policy'
import type { StaticFiles } from '../server/static-files'
import { APP_PAGE, APP_SCHEME } from './page'

/** Called before the app is ready. Standard: it has origins and relative addresses; secure: as https, so that the same rules hold. */
export function registerAppScheme(): void {
  protocol.registerSchemesAsPrivileged([
    { scheme: APP_SCHEME, privileges: { standard: true, secure: true, supportFetchAPI: true, codeCache: true } },
  ])
}

/** Serves the built window. What is not in the list of its files does not exist, however its address is written. */
export function serveAppFiles(session: Session, files: StaticFiles): void {
  const host = new URL(APP_PAGE).host
  const headers = securityHeaders("'self'")
  session.protocol.handle(APP_SCHEME, async (request) => {
    const url = new URL(request.url)
    const file = url.host === host && request.method === 'GET' ? files.get(url.pathname) : undefined
    if (!file) return new Response('There is no such file.\n', { status: 404, headers })
    return new Response(new Uint8Array(await readFile(file.path)), {
      headers: { ...headers, 'Content-Type': file.type },
    })
  })
}
