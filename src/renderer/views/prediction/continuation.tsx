import { Square, WandSparkles } from 'lucide-react'
import { useEffect, useRef } from 'react'
import { visibleText } from '../../../shared/visible-text'
import { useLookTarget } from '../../state/look'
import { generate, stopGenerating, takeUp, useGeneration } from '../../state/prediction'
import { shareOf } from '../../state/stages'
import { Button } from '../../ui/button'
import { FaultCard } from '../../ui/fault-card'
import { Field } from '../../ui/field'
import { ProgressBar } from '../../ui/progress-bar'
import { TokenText } from '../../ui/token-text'
import { Tooltip } from '../../ui/tooltip'
import { shareText } from './share-text'

const fields = [
  { name: 'count', label: 'Words', min: 1, max: 64, step: 1 },
  { name: 'temperature', label: 'Temperature', min: 0, max: 10, step: 0.1 },
  { name: 'topK', label: 'Top-k', min: 0, max: 1000, step: 1 },
  { name: 'topP', label: 'Top-p', min: 0.01, max: 1, step: 0.05 },
  { name: 'seed', label: 'Seed', min: 0, max: 0xffffffff, step: 1 },
] as const

const endings = {
  count: null,
  'end-of-text': 'The model ended the text here.',
  context: 'The context is full.',
} as const

/** New words after the sentence, and the way to make them part of it. */
export function Continuation() {
  const target = useLookTarget()
  const { settings, task, done, fault } = useGeneration()
  const own = done && JSON.stringify(done.of) === JSON.stringify(target) ? done.generation : null
  // What the model answers in a chat is no part of the message, and would be read as one if it were put there.
  const answers = target !== null && 'text' in target.prompt && target.prompt.chat === true
  const words = useRef<HTMLUListElement>(null)
  // They may come in below the edge of the panel, where nobody would see them.
  useEffect(() => {
    if (own && !task) words.current?.scrollIntoView({ block: 'end' })
  }, [own, task])
  return (
    <section className="prediction-part" aria-label="Continuation">
      <header>
        <h2>Go on with the sentence</h2>
      </header>
      <form
        className="continuation"
        onSubmit={(event) => {
          event.preventDefault()
          if (target) void generate(target)
        }}
      >
        {fields.map(({ name, ...field }) => (
          <Field
            key={name}
            {...field}
            type="number"
            required
            mono
            value={settings[name]}
            step={field.step === 1 ? 1 : 'any'}
            onChange={({ target: { valueAsNumber } }) =>
              Number.isFinite(valueAsNumber) &&
              useGeneration.setState({ settings: { ...settings, [name]: valueAsNumber } })
            }
          />
        ))}
        {task ? (
          <Button icon={<Square size={13} />} onClick={stopGenerating}>
            Stop
          </Button>
        ) : (
          <Button type="submit" icon={<WandSparkles size={14} />} disabled={!target}>
            Generate
          </Button>
        )}
      </form>
      <p className="prediction-note">
        {settings.temperature === 0
          ? 'At temperature 0 the likeliest word is taken each time; the seed changes nothing.'
          : 'Top-k 0 and top-p 1 leave the whole vocabulary; equal seeds draw equal words.'}
      </p>
      {task && <ProgressBar label="Generating" share={shareOf(task.progress)} />}
      {fault && <FaultCard fault={fault} title="No words were generated" />}
      {own && !task && (
        <>
          <ul className="new-words" ref={words} aria-label="New words">
            {own.words.map((word, index) => (
              <li key={index}>
                <Tooltip
                  text={
                    <>
                      {shareText(word.probability)} under the model, drawn with {shareText(word.sampled)} · others:{' '}
                      {word.alternatives
                        .map((other) => `${visibleText(other.text)} ${shareText(other.probability)}`)
                        .join(', ')}
                    </>
                  }
                >
                  <button
                    type="button"
                    className="token"
                    aria-disabled={answers}
                    onClick={() => !answers && takeUp(own, index + 1)}
                  >
                    <TokenText text={word.text} />
                    <span className="new-word-share" aria-hidden="true">
                      <span style={{ width: `${word.probability * 100}%` }} />
                    </span>
                  </button>
                </Tooltip>
              </li>
            ))}
          </ul>
          <footer>
            {own.words.length > 0 && !answers && (
              <Button onClick={() => takeUp(own, own.words.length)}>Use this sentence</Button>
            )}
            <span className="quiet">
              {endings[own.ended] ?? (answers ? null : 'A word chosen becomes the end of the sentence.')}
            </span>
          </footer>
        </>
      )}
    </section>
  )
}
