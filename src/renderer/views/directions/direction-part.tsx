import { useState } from 'react'
import { type Direction, type DirectionLook, isOfWords } from '../../../shared/direction'
import { fixed } from '../../../shared/figures/numbers'
import { visibleText } from '../../../shared/visible-text'
import { saveDirection, useDirectionLook, useDirections } from '../../state/directions'
import { useSession } from '../../state/session'
import { Button } from '../../ui/button'
import { Field } from '../../ui/field'
import { LookState } from '../../ui/look-state'
import { usePanelVisible } from '../../ui/panel-visible'
import { directionFigure } from './directions-figures'
import { Choice } from './fields'
import { FigureBox } from './figure-box'
import { draftOf, emptyDraft, type ListDraft, readDraft } from './list-draft'
import { StateChoice, useSentenceState } from './state-choice'
import { TwoLists } from './two-lists'

/** The direction from one list to another, and where both lie along it. */
export function DirectionPart() {
  const look = useDirectionLook(usePanelVisible())
  const asked = useDirections((directions) => directions.direction)
  const places = useDirections((directions) => directions.places)
  const lists = useDirections((directions) => directions.lists)
  const model = useSession((session) => session.model)
  const [at, setAt] = useState('embedding')
  const of = isOfWords({ at }) ? 'words' : 'sentences'
  const [drafts, setDrafts] = useState<Partial<Record<'words' | 'sentences', ListDraft>>>({})
  const shipped = lists.find(({ list }) => list.of === of && (of === 'sentences' || list.title === 'Gender'))
  const draft = drafts[of] ?? (shipped ? draftOf(shipped.list) : emptyDraft(of))
  const [name, setName] = useState('')
  const state = useSentenceState()
  const { minus, plus, paired, wrong } = readDraft(draft)
  const usual = draft.ends.join(' → ').slice(0, 60)

  const direction = (): Direction => ({
    name: name.trim() || usual,
    ends: [...draft.ends] as [string, string],
    ...{ at, minus, plus, paired, state: state.value, made: 'means' },
    fingerprint: of === 'words' ? null : (model?.fingerprint ?? null),
  })
  return (
    <div className="directions-part">
      <form
        onSubmit={(event) => {
          event.preventDefault()
          useDirections.setState({ direction: direction() })
        }}
      >
        <TwoLists draft={draft} onChange={(next) => setDrafts({ ...drafts, [of]: next })} />
        <div className="directions-row">
          <Choice
            label="Read at"
            value={at}
            options={places.map((place) => ({ value: place.at, label: place.label }))}
            onChange={setAt}
          />
          {of === 'sentences' && <StateChoice state={state} />}
          <Field
            label="Name"
            value={name}
            maxLength={60}
            placeholder={usual}
            onChange={(event) => setName(event.target.value)}
          />
          <Button type="submit" variant="primary" disabled={wrong !== null}>
            Look along it
          </Button>
          <Button disabled={wrong !== null} onClick={() => void saveDirection(direction())}>
            Save
          </Button>
        </div>
        {wrong && <p className="quiet">{wrong}</p>}
      </form>
      {asked && (
        <LookState look={look} what="the direction" title="The direction cannot be made" ofRun={false} isLong>
          {(answer) => (
            <>
              <FigureBox figure={directionFigure} height={270} />
              <Ends look={answer} />
            </>
          )}
        </LookState>
      )}
    </div>
  )
}

/** The words of the vocabulary at both ends, and what was left out. */
function Ends({ look }: { look: DirectionLook }) {
  const out = look.lists.flatMap(({ leftOut }) => leftOut)
  return (
    <>
      <div className="direction-ends">
        {look.nearest.map((words, end) => (
          <section key={end} aria-label={`Nearest to ${look.direction.ends[end as 0 | 1]}`}>
            <h3>{`${end === 0 ? '←' : '→'} nearest to “${look.direction.ends[end as 0 | 1]}” in W_E, by cosine`}</h3>
            <ol>
              {words.map(({ id, text, cosine }) => (
                <li key={id}>
                  <span>{visibleText(text)}</span> <span className="mono quiet">{fixed(cosine, 2)}</span>
                </li>
              ))}
            </ol>
          </section>
        ))}
      </div>
      {out.length > 0 && (
        <p className="quiet">
          {`Left out, with their partners, since the vocabulary has no single token for one of the pair: ${out.join(', ')}.`}
        </p>
      )}
    </>
  )
}
