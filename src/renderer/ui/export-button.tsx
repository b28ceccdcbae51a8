import { ImageDown } from 'lucide-react'
import { useSession } from '../state/session'
import { showExport } from '../state/windows'
import { IconButton } from './icon-button'
import type { ViewFigure } from './view'

/** In the head of a panel: opens the export dialog on the view's own figure, the first of those that it has. */
export function ExportButton({ figure }: { figure: ViewFigure }) {
  const ran = useSession((session) => session.ran !== null)
  return (
    <IconButton label={`Export “${figure.title}”`} disabled={!ran} onClick={() => showExport(figure.kind)}>
      <ImageDown size={15} />
    </IconButton>
  )
}
