import { dismissOpening, openModel } from '../../state/open-model'
import { useSession } from '../../state/session'
import { showDialog, useWindows } from '../../state/windows'
import { Button } from '../../ui/button'
import { Dialog } from '../../ui/dialog'
import { FaultCard } from '../../ui/fault-card'

/** Another model did not open while one is open: that one stays, and this says so. */
export function OpeningFailed() {
  const opening = useSession((session) => session.opening)
  const isOpen = useSession((session) => session.model !== null)
  const otherDialog = useWindows((windows) => windows.dialog !== null)
  if (!opening?.fault || !isOpen || otherDialog) return null
  return (
    <Dialog open onClose={dismissOpening} title="The model did not open" intro="The one that was open stays open.">
      <div className="opening-failed">
        <FaultCard fault={opening.fault}>
          <Button onClick={() => void openModel(opening.path)}>Try again</Button>
          <Button
            onClick={() => {
              dismissOpening()
              showDialog('open')
            }}
          >
            Choose another
          </Button>
        </FaultCard>
      </div>
    </Dialog>
  )
}
