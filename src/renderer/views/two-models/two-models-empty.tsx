import { GitCompareArrows } from 'lucide-react'
import { useSession } from '../../state/session'
import { chooseReference, useTwoModels } from '../../state/two-models'
import { showDialog } from '../../state/windows'
import { Button } from '../../ui/button'
import { Empty } from '../../ui/empty'
import { FaultCard } from '../../ui/fault-card'

/** So many of the last models are offered at once. */
const offered = 4

export function TwoModelsEmpty() {
  const model = useSession((session) => session.model)
  const recent = useSession((session) => session.recent)
  const choosing = useTwoModels((state) => state.choosing)
  const others = recent.filter(({ path }) => path !== model?.path).slice(0, offered)
  if (choosing?.fault) {
    return (
      <div className="empty">
        <FaultCard fault={choosing.fault} title="It cannot be the reference">
          <Button onClick={() => showDialog('against')}>Choose another</Button>
        </FaultCard>
      </div>
    )
  }
  return (
    <Empty title="One sentence through two models: choose the one that the open model is measured against, the same in another quantisation say.">
      <div className="two-models-ways">
        <Button icon={<GitCompareArrows size={14} />} onClick={() => showDialog('against')}>
          Choose a model
        </Button>
        {others.map(({ path, name }) => (
          <Button key={path} title={path} onClick={() => void chooseReference(path)}>
            {name}
          </Button>
        ))}
      </div>
    </Empty>
  )
}
