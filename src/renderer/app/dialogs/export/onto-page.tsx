import { LayoutGrid } from 'lucide-react'
import { addPanel, fitsOnPage, pageRoom, panelOf, useFigurePage } from '../../../state/figure-page'
import { useSession } from '../../../state/session'
import { showExport } from '../../../state/windows'
import { Button } from '../../../ui/button'
import type { FigureOffer } from '../../../ui/view'

/** Puts the figure that is shown on the page of panels, and shows that page. */
export function OntoPage({ offer }: { offer: FigureOffer | null }) {
  const page = useFigurePage()
  const path = useSession((session) => session.model?.path)
  const panel = offer && path !== undefined ? panelOf(offer, path) : null
  const { length } = page.panels
  const fits = panel === null || fitsOnPage(panel, page)
  return (
    <>
      <div className="export-toggles">
        <Button
          icon={<LayoutGrid size={14} />}
          disabled={panel === null || !fits}
          onClick={() => panel && addPanel(panel)}
        >
          Add to the page
        </Button>
        {length > 0 && (
          <Button variant="quiet" onClick={() => showExport('panels')}>
            Show the page
          </Button>
        )}
      </div>
      <p className="export-note" aria-live="polite">
        {length > 0 && `The page has ${length} ${length === 1 ? 'panel' : 'panels'}.`}
        {!fits && ` ${pageRoom}`}
      </p>
    </>
  )
}
