import type { FaultData } from '../../../shared/fault'
import { Button } from '../../ui/button'
import { FaultCard } from '../../ui/fault-card'
import '../../ui/empty.css'

/** The window stands, and nothing answers it. */
export function Unreachable({ fault }: { fault: FaultData }) {
  return (
    <main className="empty">
      <h1 className="visually-hidden">Tokentrace</h1>
      <FaultCard fault={fault} title="The window has no workbench to speak to">
        <Button onClick={() => location.reload()}>Try again</Button>
      </FaultCard>
    </main>
  )
}
