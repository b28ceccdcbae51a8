import type { SelfCheck } from '../../../shared/self-check'
import { checkRows } from '../../../shared/self-check-words'
import { deviceNames } from '../../state/devices'
import { chooseCheckOnOpen, usePreferences } from '../../state/preferences'
import { startCheck, stopCheck, useChecking } from '../../state/self-check'
import { shareOf, stageText } from '../../state/stages'
import { Button } from '../../ui/button'
import { FaultCard } from '../../ui/fault-card'
import { InfoSign } from '../../ui/info-sign'
import { ProgressBar } from '../../ui/progress-bar'
import { Toggle } from '../../ui/toggle'
import { CheckRows, Verdict } from './check-rows'
import './self-check-section.css'

const sources = [
  { text: 'Brown et al. 1992: 1.75 bits a character for a word trigram', url: 'https://aclanthology.org/J92-1002/' },
  { text: 'Gao et al. 2020: bits a byte of GPT-2 and GPT-3', url: 'https://arxiv.org/abs/2101.00027' },
  {
    text: 'Elhage et al. 2021: a transformer as a sum of its parts',
    url: 'https://transformer-circuits.pub/2021/framework/index.html',
  },
]

/** Whether the open model behaves as a trained one whose parts sum to the whole: asked for here, and answered here. */
export function SelfCheckSection() {
  const checking = useChecking()
  const onOpen = usePreferences((preferences) => preferences.checkOnOpen)
  return (
    <section className="check" aria-label="Self-check">
      <div className="check-head">
        <h2>Self-check</h2>
        {checking?.state === 'done' && <Verdict rows={checkRows(checking.check)} />}
        <InfoSign about="the self-check" sources={sources}>
          Runs the model on a fixed text and compares: its loss with guessing evenly and with trained models, each sum
          of parts with its whole, and every value with being a number. A loss in range is no proof that every weight is
          read rightly; sums that do not hold are proof that something is wrong.
        </InfoSign>
      </div>
      {checking?.state === 'running' ? (
        <div className="check-running" role="status">
          <p>{stageText(checking.progress)}</p>
          <ProgressBar label="Self-check" share={shareOf(checking.progress)} />
          <Button onClick={stopCheck}>Stop the check</Button>
        </div>
      ) : (
        <>
          {checking === null && (
            <p>
              Runs a short English text: does it predict as a trained model does, and do its parts sum to the whole?
              Takes seconds for a small model, longer for one of several gigabytes.
            </p>
          )}
          {checking?.state === 'stopped' && <p>The check was stopped.</p>}
          {checking?.state === 'failed' && <FaultCard fault={checking.fault} title="The model could not be checked" />}
          {checking?.state === 'done' && <Results check={checking.check} />}
          <div className="check-actions">
            <Button onClick={() => void startCheck()}>
              {checking?.state === 'done' ? 'Check again' : 'Check this model'}
            </Button>
            <Toggle
              label="Check on opening"
              hint="Check every model that is opened, once the first path stands"
              pressed={onOpen}
              onChange={chooseCheckOnOpen}
            />
          </div>
        </>
      )}
    </section>
  )
}

function Results({ check }: { check: SelfCheck }) {
  return (
    <>
      <CheckRows rows={checkRows(check)} />
      <small>
        Ran on {deviceNames[check.device]} in {(check.milliseconds / 1000).toFixed(1)} s.
      </small>
    </>
  )
}
