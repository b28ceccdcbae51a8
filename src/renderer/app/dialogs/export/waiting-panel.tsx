import { X } from 'lucide-react'
import { useEffect } from 'react'
import { addPanel, fitsOnPage, pageRoom, panelOf, useFigurePage } from '../../../state/figure-page'
import { useSession } from '../../../state/session'
import { IconButton } from '../../../ui/icon-button'
import type { ViewFigure } from '../../../ui/view'

/** A figure that goes on the page as soon as its view has something to draw. */
export function WaitingPanel({ figure, onDone }: { figure: ViewFigure; onDone: () => void }) {
  const offer = figure.use()
  const path = useSession((session) => session.model?.path)
  const panel = offer && path !== undefined ? panelOf(offer, path) : null
  const fits = useFigurePage((page) => panel === null || fitsOnPage(panel, page))
  const isReady = panel !== null && fits
  useEffect(() => {
    if (!panel || !isReady) return
    addPanel(panel)
    onDone()
  }, [isReady])
  return (
    <div className="page-waiting" aria-live="polite">
      <span>
        {fits ? `${figure.title}: nothing is there to draw of it yet.` : `${figure.title} does not fit. ${pageRoom}`}
      </span>
      <IconButton label={`Do not add ${figure.title}`} onClick={onDone}>
        <X size={14} />
      </IconButton>
    </div>
  )
}
