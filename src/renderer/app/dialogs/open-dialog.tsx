import { FileBox, FolderOpen } from 'lucide-react'
import { useEffect } from 'react'
import { modelFormats } from '../../../shared/formats'
import { sampleName } from '../../../shared/sample'
import { type Chosen, openChosen } from '../../state/choose-model'
import { tellsPaths } from '../../state/drop'
import { parameters } from '../../state/format'
import { cancelOpening, dismissOpening, openModel } from '../../state/open-model'
import { useSession } from '../../state/session'
import { showDialog, useWindows } from '../../state/windows'
import { Button } from '../../ui/button'
import { Dialog } from '../../ui/dialog'
import { FaultCard } from '../../ui/fault-card'
import { ProgressBar } from '../../ui/progress-bar'
import { PathField } from './path-field'
import './dialogs.css'

async function open(path: string): Promise<void> {
  if (await openModel(path)) showDialog(null)
}

const words = modelFormats.map(({ inWords }) => inWords)

async function choose(what: Chosen): Promise<void> {
  if (await openChosen(what)) showDialog(null)
}

/** By path with completion, by the native chooser where there is one, or one of the last. */
export function OpenDialog() {
  const shown = useWindows((windows) => windows.dialog === 'open')
  const opening = useSession((session) => session.opening)
  const recent = useSession((session) => session.recent)
  const canChoose = useSession((session) => session.host?.canChoose ?? false)
  useEffect(() => {
    if (shown) dismissOpening()
  }, [shown])
  const busy = opening !== null && opening.fault === null
  return (
    <Dialog
      open={shown}
      onClose={() => {
        if (busy) cancelOpening()
        // A failure was read here; nobody needs it again under the dialog.
        else dismissOpening()
        showDialog(null)
      }}
      // With a model open and no sentence yet, typing one is what comes next.
      focusAfter={() => (useSession.getState().text === '' ? document.getElementById('sentence') : null)}
      title="Open a model"
      intro={`Opens ${words.slice(0, -1).join(', ')}, or ${words.at(-1)}.`}
    >
      <PathField busy={busy} onOpen={(path) => void open(path)} />
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
            <Button onClick={cancelOpening}>Cancel</Button>
          </span>
        </div>
      )}
      {opening?.fault && (
        <div className="opening-failed">
          <FaultCard fault={opening.fault} title="The model did not open" />
        </div>
      )}
      <section className="open-section" aria-label="Models at hand">
        <h3>At hand</h3>
        <ul>
          <li>
            <button type="button" className="open-recent" onClick={() => void open(sampleName)}>
              {sampleName}
              <span className="start-path">a small language model, shipped with Tokentrace</span>
            </button>
          </li>
          {recent.map((model) => (
            <li key={model.path}>
              <button type="button" className="open-recent" onClick={() => void open(model.path)}>
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
      <p className="open-note">
        {tellsPaths()
          ? 'A folder or a file can also be dropped anywhere on the window.'
          : 'A folder or a file can also be dropped anywhere on the window; the browser does not tell where it lies, so it is then copied to the engine.'}
      </p>
    </Dialog>
  )
}
