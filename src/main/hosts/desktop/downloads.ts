import { dirname, extname, join } from 'node:path'
import { app, type FileFilter, type Session } from 'electron'
import type { Page } from './page'

const KINDS: Record<string, string> = {
  '.svg': 'SVG picture',
  '.pdf': 'PDF document',
  '.eps': 'EPS picture',
  '.png': 'PNG picture',
  '.webp': 'WebP picture',
  '.tex': 'LaTeX drawing',
  '.csv': 'Table (CSV)',
  '.json': 'JSON',
  '.npz': 'NumPy arrays',
  '.safetensors': 'Tensors (safetensors)',
}

/** What the page saves goes through the system's save dialog. Only what it made itself: it has no business fetching files. */
export function saveThroughDialog(session: Session, page: Page): void {
  let folder: string | null = null
  session.on('will-download', (event, item) => {
    if (!page.madeBlob(item.getURL())) {
      event.preventDefault()
      return
    }
    const name = item.getFilename()
    item.setSaveDialogOptions({
      title: 'Save',
      defaultPath: join(folder ?? app.getPath('downloads'), name),
      filters: filtersFor(name),
    })
    item.once('done', () => {
      const path = item.getSavePath()
      if (path !== '') folder = dirname(path)
    })
  })
}

function filtersFor(name: string): FileFilter[] {
  const ending = extname(name).toLowerCase()
  const kind = KINDS[ending]
  const all = { name: 'All files', extensions: ['*'] }
  return kind === undefined ? [all] : [{ name: kind, extensions: [ending.slice(1)] }, all]
}
