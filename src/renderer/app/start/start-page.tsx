import { FolderOpen } from 'lucide-react'
import { modelFormats } from '../../../shared/formats'
import { tellsPaths } from '../../state/drop'
import { parameters } from '../../state/format'
import { cancelOpening, openModel } from '../../state/open-model'
import { useSession } from '../../state/session'
import { showDialog, useWindows } from '../../state/windows'
import { Button } from '../../ui/button'
import { FaultCard } from '../../ui/fault-card'
import { KeyCaps } from '../../ui/key-caps'
import { ProgressBar } from '../../ui/progress-bar'
import { PathSketch } from './path-sketch'
import { StoryCards } from './story-cards'
import './start-page.css'

/** Nothing is open yet: what this is, and the ways to begin. */
export function StartPage() {
  const opening = useSession((session) => session.opening)
  const recent = useSession((session) => session.recent)
  const inDialog = useWindows((windows) => windows.dialog === 'open')
  return (
    <div className="start">
      <div className="start-column">
        <PathSketch />
        <h2 className="start-title">See how a token moves through a model</h2>
        <p className="start-what">
          Tokentrace opens a transformer from your disk and shows how one token’s embedding moves through its layers:
          each attention and each MLP as a step, with the words it comes near. Nothing leaves this machine.
        </p>
        {opening && !opening.fault ? (
          <div className="start-opening" role="status">
            <p>
              Reading what <span className="mono">{opening.path}</span> is
            </p>
            <ProgressBar label="Reading the model" share={null} />
            <Button onClick={cancelOpening}>Cancel</Button>
          </div>
        ) : (
          <div className="start-begin">
            <Button variant="primary" icon={<FolderOpen size={15} />} onClick={() => showDialog('open')}>
              Open a model
            </Button>
            <KeyCaps keys="Mod+O" />
            <span className="quiet">or drop its folder or its GGUF or ONNX file on this window</span>
          </div>
        )}
        {opening?.fault && !inDialog && (
          <FaultCard fault={opening.fault} title="The model did not open">
            <Button onClick={() => void openModel(opening.path)}>Try again</Button>
          </FaultCard>
        )}
        <StoryCards />
        {recent.length > 0 && (
          <section className="start-recent" aria-label="Recent models">
            <h3>Recent models</h3>
            <ul>
              {recent.map((model) => (
                <li key={model.path}>
                  <button type="button" onClick={() => void openModel(model.path)}>
                    <b>{model.name}</b>
                    <span className="start-path mono">
                      <bdi>{model.path}</bdi>
                    </span>
                    <span className="quiet">{parameters(model.parameters)}</span>
                  </button>
                </li>
              ))}
            </ul>
          </section>
        )}
        <section className="start-formats" aria-label="What opens">
          {modelFormats.map((format) => (
            <p key={format.id}>
              <b>{format.name}.</b> {format.holds}.
            </p>
          ))}
          {!tellsPaths() && (
            <p>
              Open by path to read the weights in place. A model dropped on a browser is copied first, since browsers do
              not tell paths.
            </p>
          )}
        </section>
      </div>
    </div>
  )
}
