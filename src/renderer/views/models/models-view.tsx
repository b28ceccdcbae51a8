import { FolderOpen } from 'lucide-react'
import { sampleName } from '../../../shared/sample'
import { deviceNames, isFallback } from '../../state/devices'
import { parameters } from '../../state/format'
import { modelFacts } from '../../state/model-facts'
import { openModel } from '../../state/open-model'
import { useSession } from '../../state/session'
import { showDialog } from '../../state/windows'
import { Button } from '../../ui/button'
import { SavedDirections } from '../../ui/saved-directions'
import { Tooltip } from '../../ui/tooltip'
import './models-view.css'

/** What is at hand, models and directions, and what the open model is. */
export function ModelsView() {
  const model = useSession((session) => session.model)
  const recent = useSession((session) => session.recent)
  const opening = useSession((session) => session.opening)
  if (!model) return null
  const others = recent.filter((other) => other.path !== model.path)
  return (
    <div className="models">
      <ul className="models-list" aria-label="Models">
        <li className="models-item models-open" aria-current="true">
          <span className="models-name">{model.name}</span>
          <small>open</small>
        </li>
        {others.map((other) => (
          <li key={other.path}>
            <Tooltip text={<span className="mono">{other.path}</span>} side="right">
              <button type="button" className="models-item" onClick={() => void openModel(other.path)}>
                <span className="models-name">{other.name}</span>
                <small>
                  {opening?.path === other.path && !opening.fault ? 'reading' : parameters(other.parameters)}
                </small>
              </button>
            </Tooltip>
          </li>
        ))}
        {model.path !== sampleName && (
          <li>
            <Tooltip text="A small language model that is shipped with Tokentrace" side="right">
              <button type="button" className="models-item" onClick={() => void openModel(sampleName)}>
                <span className="models-name">{sampleName}</span>
                <small>shipped</small>
              </button>
            </Tooltip>
          </li>
        )}
      </ul>
      <Button className="models-button" icon={<FolderOpen size={14} />} onClick={() => showDialog('open')}>
        Open a model
      </Button>
      <SavedDirections />
      <OpenModelFacts />
    </div>
  )
}

function OpenModelFacts() {
  const model = useSession((session) => session.model)!
  const device = useSession((session) => session.device)
  return (
    <section aria-label="Facts" className="models-facts">
      {modelFacts(model).map((group) => (
        <div key={group.title}>
          <h2>{group.title}</h2>
          <dl>
            {group.facts.map((fact) => (
              <Tooltip key={fact.label} text={fact.meaning} side="right">
                <div>
                  <dt>{fact.label}</dt>
                  <dd>{fact.value}</dd>
                </div>
              </Tooltip>
            ))}
            {group.title === 'Weights' && (
              <div>
                <dt>Device</dt>
                <dd>
                  {device ? deviceNames[device.device] : '…'}
                  {device && isFallback(device) && `, not ${deviceNames[device.wish as keyof typeof deviceNames]}`}
                </dd>
              </div>
            )}
          </dl>
        </div>
      ))}
    </section>
  )
}
