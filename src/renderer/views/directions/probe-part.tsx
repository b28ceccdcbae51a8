import { useState } from 'react'
import type { Probe, ProbeQuestion } from '../../../shared/direction'
import { endsText, stateWords } from '../../../shared/direction-words'
import { percent } from '../../../shared/figures/numbers'
import { stationName } from '../../../shared/figures/trajectory-layout'
import { saveDirection, useDirections, useProbeLook } from '../../state/directions'
import { Button } from '../../ui/button'
import { Field } from '../../ui/field'
import { LookState } from '../../ui/look-state'
import { usePanelVisible } from '../../ui/panel-visible'
import { AskedLine } from './asked-line'
import { probeFigure } from './directions-figures'
import { Choice } from './fields'
import { FigureBox } from './figure-box'
import { draftAgain, draftOf, emptyDraft, type ListDraft, readDraft } from './list-draft'
import { StateChoice, useSentenceState } from './state-choice'
import { TwoLists } from './two-lists'

const foldChoices = ['2', '5', '10'] as const

/** How well each station tells two lists of sentences apart. */
export function ProbePart() {
  const look = useProbeLook(usePanelVisible())
  const asked = useDirections((directions) => directions.probe)
  const isWriting = useDirections((directions) => directions.isWriting)
  const lists = useDirections((directions) => directions.lists)
  const shipped = lists.find(({ list }) => list.of === 'sentences')
  const [typed, setDraft] = useState<ListDraft | null>(null)
  const draft = typed ?? (shipped ? draftOf(shipped.list) : emptyDraft('sentences'))
  const [folds, setFolds] = useState<(typeof foldChoices)[number]>('5')
  const [seed, setSeed] = useState('1')
  const state = useSentenceState()
  const { minus, plus, paired, wrong } = readDraft(draft)
  const isSeed = /^\d{1,9}$/.test(seed)
  const few = Math.min(minus.length, plus.length) < Number(folds)
  const refused =
    wrong ??
    (few
      ? `Each of the ${folds} folds needs a sentence of either list: give more, or take fewer folds.`
      : isSeed
        ? null
        : 'The seed is a whole number.')
  const form = (
    <form
      onSubmit={(event) => {
        event.preventDefault()
        const ends: ProbeQuestion['ends'] = [...draft.ends] as [string, string]
        const question = { ends, minus, plus, paired, state: state.value, folds: Number(folds), seed: Number(seed) }
        useDirections.setState({ probe: question, isWriting: false })
      }}
    >
      <TwoLists draft={draft} onChange={setDraft} />
      <div className="directions-row">
        <StateChoice state={state} />
        <Choice
          label="Folds"
          value={folds}
          options={foldChoices.map((value) => ({ value, label: value }))}
          onChange={setFolds}
        />
        <Field
          label="Seed"
          className="directions-seed"
          inputMode="numeric"
          value={seed}
          aria-invalid={!isSeed}
          onChange={(event) => setSeed(event.target.value)}
        />
        <Button type="submit" variant="primary" disabled={refused !== null}>
          Probe every layer
        </Button>
      </div>
      {refused && <p className="quiet">{refused}</p>}
    </form>
  )
  return (
    <div className="directions-part">
      {asked && !isWriting ? (
        <AskedLine
          title={endsText(asked)}
          note={`${asked.minus.length} + ${asked.plus.length} sentences, ${stateWords(asked.state)} · ${asked.folds} folds, seed ${asked.seed}`}
          onChange={() => {
            setDraft(draftAgain(asked, false))
            state.take(asked.state)
          }}
        />
      ) : (
        form
      )}
      {asked && (
        <LookState look={look} what="the probe" title="The sentences cannot be probed" ofRun={false} isLong>
          {(answer) => (
            <>
              <FigureBox figure={probeFigure} height={290} />
              <Found probe={answer} question={asked} />
            </>
          )}
        </LookState>
      )}
    </div>
  )
}

/** What was found in words, what to beware of, and its direction to keep. */
function Found({ probe, question }: { probe: Probe; question: ProbeQuestion }) {
  const [tap, setTap] = useState<string | null>(null)
  const best = probe.stations[probe.best]!
  const at = probe.stations.find((station) => station.tap === tap) ?? best
  const sentences = probe.counts[0] + probe.counts[1]
  const save = () =>
    saveDirection({
      name: `${probe.ends.join(' → ').slice(0, 44)}, ${stationName(at)}`.slice(0, 60),
      ends: [...probe.ends],
      ...{
        at: at.tap,
        minus: question.minus,
        plus: question.plus,
        paired: question.paired,
        state: question.state,
        made: 'probe',
      },
      fingerprint: probe.model.fingerprint,
    })
  return (
    <>
      <p>
        {`Best ${percent(best.accuracy)} of held-out sentences at ${stationName(best)} (± ${percent(best.deviation)} over the folds); always the larger list ${percent(probe.chance)}, shuffled labels there ${percent(best.shuffled)}.`}
      </p>
      {probe.dModel > sentences && (
        <p className="directions-warning" role="note">
          {`${probe.dModel} dimensions and ${sentences} sentences: any labels can be told apart in what a probe has seen. Only the held-out share counts, against that of shuffled labels.`}
        </p>
      )}
      <div className="directions-row">
        <Choice
          label="Its direction at"
          value={at.tap}
          options={probe.stations.map((station) => ({
            value: station.tap,
            label: `${station.tap.startsWith('encoder') ? 'encoder ' : station.tap.startsWith('decoder') ? 'decoder ' : ''}${stationName(station)}, ${percent(station.accuracy)}`,
          }))}
          onChange={setTap}
        />
        <Button onClick={() => void save()}>Save its direction</Button>
      </div>
    </>
  )
}
