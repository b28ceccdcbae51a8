import { dismissFigure, useFigureOpening } from '../../state/open-figure'
import { Button } from '../../ui/button'
import { Dialog } from '../../ui/dialog'
import { FaultCard } from '../../ui/fault-card'

/** Says why a saved figure could not be opened. */
export function FigureOpening() {
  const { name, fault } = useFigureOpening()
  if (!fault) return null
  return (
    <Dialog open onClose={dismissFigure} title={`${name ?? 'The figure'} did not open`}>
      <FaultCard fault={fault}>
        <Button onClick={dismissFigure}>Close</Button>
      </FaultCard>
    </Dialog>
  )
}
