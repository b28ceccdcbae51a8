import { FileBox, FolderOpen } from 'lucide-react'
import { sampleName } from '../../../shared/sample'
import { type Chosen, choosePath } from '../../state/choose-model'
import { parameters } from '../../state/format'
import { type Opening, useSession } from '../../state/session'
import { Button } from '../../ui/button'
import { FaultCard } from '../../ui/fault-card'
import { ProgressBar } from '../../ui/progress-bar'
import { PathField } from './path-field'

export interface ModelChoiceProps {
  /** What was chosen, while it is read or where it could not be. */
  opening: Opening | null
  /** What the button beside a typed path says. */
  action: string
  /** Of the card of a failure. */
  failed: string
  onOpen: (path: string) => void
  onCancel: () => void
}

/** A model by path with completion, by the native chooser where there is one, or one of the last. */
export function ModelChoice({ opening, action, failed, onOpen, onCancel }: ModelChoiceProps) {
  const recent = useSession((session) => session.recent)
  const canChoose = useSession((session) => session.host?.canChoose ?? false)
  const busy = opening !== null && opening.fault === null
  const choose = async (what: Chosen) => {
    const path = await choosePath(what)
    if (path !== null) onOpen(path)
  }
  return (
    <>
      <PathField busy={busy} action={action} onOpen={onOpen} />
      {canChoose && (
        <div className="open-choosers">
          <Button icon={<FolderOpen size={15} />} onClick={() => void choose('folder')}>
            Choose a folder
          </Button>
          <Button icon={<FileBox size={15} />} onClick={() => void choose('file')}>
            Choose a file
          </Button>
        </div>
      )}
      {busy && (
        <div className="open-busy" role="status">
          <span className="quiet">Reading the headers of {opening.path}</span>
          <ProgressBar label="Reading the model" share={null} />
          <span>
            <Button onClick={onCancel}>Cancel</Button>
          </span>
        </div>
      )}
      {opening?.fault && (
        <div className="opening-failed">
          <FaultCard fault={opening.fault} title={failed} />
        </div>
      )}
      <section className="open-section" aria-label="Models at hand">
        <h3>At hand</h3>
        <ul>
          <li>
            <button type="button" className="open-recent" onClick={() => onOpen(sampleName)}>
              {sampleName}
              <span className="start-path">a small language model, shipped with Tokentrace</span>
            </button>
          </li>
          {recent.map((model) => (
            <li key={model.path}>
              <button type="button" className="open-recent" onClick={() => onOpen(model.path)}>
                {model.name}
                <span className="start-path mono">
                  <bdi>{model.path}</bdi>
                </span>
                <span className="quiet">{parameters(model.parameters)}</span>
              </button>
            </li>
          ))}
        </ul>
      </section>
    </>
  )
}
