import { ImageDown } from 'lucide-react'
import { useSession } from '../state/session'
import { showExport } from '../state/windows'
import { IconButton } from './icon-button'
import type { View } from './view'

/** In the head of a panel: opens the export dialog on the figure that the view shows. */
export function ExportButton({ view }: { view: View }) {
  const ran = useSession((session) => session.ran !== null)
  const [first] = view.figures ?? []
  if (!first) return null
  const needsRun = view.figures?.every(({ ofRun = true }) => ofRun)
  const label = view.shownFigure ? 'Export the figure that is shown' : `Export “${first.title}”`
  return (
    <IconButton
      label={label}
      disabled={needsRun && !ran}
      onClick={() => showExport((view.shownFigure?.() ?? first).kind)}
    >
      <ImageDown size={15} />
    </IconButton>
  )
}
