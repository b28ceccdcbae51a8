import { type Session, shell, type WebContents } from 'electron'
import { allowedLink } from './external-links'
import type { Page } from './page'

/** Electron grants what nobody refuses, and asks two handlers: one when a page requests, one when it only looks. */
export function refusePermissions(session: Session): void {
  session.setPermissionRequestHandler((_contents, _permission, answer) => answer(false))
  session.setPermissionCheckHandler(() => false)
  session.setDevicePermissionHandler(() => false)
}

/** Holds any contents, whoever made them, on our one page: a page from elsewhere would be handed the engine. */
export function keepOnPage(contents: WebContents, page: Page): void {
  contents.on('will-frame-navigate', (details) => {
    if (!(details.isMainFrame && page.is(details.url))) details.preventDefault()
  })
  contents.on('will-redirect', (details) => {
    if (!page.is(details.url)) details.preventDefault()
  })
  contents.on('will-attach-webview', (event) => event.preventDefault())
  contents.setWindowOpenHandler(({ url }) => {
    const link = allowedLink(url)
    if (link !== null) void shell.openExternal(link)
    return { action: 'deny' }
  })
}
