import { useState } from 'react'
import { type Direction, type DirectionLook, isOfWords, mostEntries } from '../../../shared/direction'
import { endsText, stateWords } from '../../../shared/direction-words'
import { fixed } from '../../../shared/figures/numbers'
import { visibleText } from '../../../shared/visible-text'
import { readList } from '../../../shared/word-list'
import { lookAlong, saveDirection, useDirectionLook, useDirections } from '../../state/directions'
import { useSession } from '../../state/session'
import { Button } from '../../ui/button'
import { Field } from '../../ui/field'
import { LookState } from '../../ui/look-state'
import { usePanelVisible } from '../../ui/panel-visible'
import { AskedLine } from './asked-line'
import { directionFigure } from './directions-figures'
import { Choice, ListField } from './fields'
import { FigureBox } from './figure-box'
import { draftAgain, draftOf, emptyDraft, type ListDraft, readDraft } from './list-draft'
import { StateChoice, useSentenceState } from './state-choice'
import { OwnLists, TwoLists, useListNote } from './two-lists'

/** The direction from one list to another, and where both lie along it. */
export function DirectionPart() {
  const look = useDirectionLook(usePanelVisible())
  const asked = useDirections((directions) => directions.direction)
  const isWriting = useDirections((directions) => directions.isWriting)
  const places = useDirections((directions) => directions.places)
  const lists = useDirections((directions) => directions.lists)
  const model = useSession((session) => session.model)
  const [at, setAt] = useState('embedding')
  const of = isOfWords({ at }) ? 'words' : 'sentences'
  const [drafts, setDrafts] = useState<Partial<Record<'words' | 'sentences', ListDraft>>>({})
  const shipped = lists.find(({ list }) => list.of === of && (of === 'sentences' || list.title === 'Gender'))
  const draft = drafts[of] ?? (shipped ? draftOf(shipped.list) : emptyDraft(of))
  const [thirds, setThirds] = useState<Partial<Record<'words' | 'sentences', ThirdDraft>>>({})
  const third = thirds[of] ?? null
  const entries = third ? readList(third.text, of) : []
  const [name, setName] = useState('')
  const state = useSentenceState()
  const { minus, plus, paired, wrong: wrongPair } = readDraft(draft)
  const wrong = wrongPair ?? (entries.length > mostEntries ? `A list may have ${mostEntries} ${of}.` : null)
  const usual = draft.ends.join(' → ').slice(0, 60)

  const direction = (): Direction => ({
    name: name.trim() || usual,
    ends: [...draft.ends] as [string, string],
    ...{ at, minus, plus, paired, state: state.value, made: 'means' },
    fingerprint: of === 'words' ? null : (model?.fingerprint ?? null),
  })
  const writeAgain = (before: Direction) => {
    setAt(before.at)
    setName(before.name)
    state.take(before.state)
    const beside = useDirections.getState().third
    if (beside) setThirds({ ...thirds, [beside.of]: { name: beside.name, text: beside.entries.join('\n') } })
    setDrafts({ ...drafts, [isOfWords(before) ? 'words' : 'sentences']: draftAgain(before, isOfWords(before)) })
  }
  const form = (
    <form
      onSubmit={(event) => {
        event.preventDefault()
        const named = third?.name.trim() || 'third list'
        useDirections.setState({ third: entries.length > 0 ? { of, name: named, entries } : null })
        lookAlong(direction())
      }}
    >
      <TwoLists draft={draft} onChange={(next) => setDrafts({ ...drafts, [of]: next })} />
      <ThirdList of={of} draft={third} onChange={(next) => setThirds({ ...thirds, [of]: next })} />
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
  )
  return (
    <div className="directions-part">
      {asked && !isWriting ? <Asked direction={asked} onChange={() => writeAgain(asked)} /> : form}
      {asked && (
        <LookState look={look} what="the direction" title="The direction cannot be made" ofRun={false} isLong>
          {(answer) => (
            <>
              <FigureBox figure={directionFigure} height={answer.third ? 330 : 250} />
              <Ends look={answer} />
            </>
          )}
        </LookState>
      )}
    </div>
  )
}

/** A list that has no part in the direction, as it is being written. */
interface ThirdDraft {
  readonly name: string
  readonly text: string
}

function ThirdList({
  of,
  draft,
  onChange,
}: {
  of: 'words' | 'sentences'
  draft: ThirdDraft | null
  onChange: (draft: ThirdDraft | undefined) => void
}) {
  const note = useListNote(of, draft ? readList(draft.text, of) : [])
  if (draft === null) {
    return (
      <Button className="directions-third" onClick={() => onChange({ name: 'others', text: '' })}>
        Lay a third list along it
      </Button>
    )
  }
  return (
    <ListField
      own={<OwnLists of={of} onTake={({ name, words }) => onChange({ name, text: words.join('\n') })} />}
      label="Along it"
      name={draft.name}
      of={of}
      rows={2}
      value={draft.text}
      note={note}
      onName={(name) => onChange({ ...draft, name })}
      onChange={(text) => onChange({ ...draft, text })}
    />
  )
}

/** The direction that is looked along; another place to read it at, where it has the same kind of entries, is taken at once. */
function Asked({ direction, onChange }: { direction: Direction; onChange: () => void }) {
  const places = useDirections((directions) => directions.places)
  const isSaved = useDirections(({ saved }) => saved.some((one) => JSON.stringify(one) === JSON.stringify(direction)))
  const of = isOfWords(direction) ? 'words' : 'sentences'
  const ends = endsText(direction)
  const how = of === 'words' ? '' : `, ${stateWords(direction.state)}`
  return (
    <AskedLine
      title={direction.name}
      note={`${direction.name === ends ? '' : `${ends} · `}${direction.minus.length} + ${direction.plus.length} ${of}${how}`}
      onChange={onChange}
    >
      <Choice
        label="Read at"
        value={direction.at}
        options={places.filter((place) => place.of === of).map((place) => ({ value: place.at, label: place.label }))}
        onChange={(at) => lookAlong({ ...direction, at })}
      />
      <Button disabled={isSaved} onClick={() => void saveDirection(direction)}>
        {isSaved ? 'Saved' : 'Save'}
      </Button>
    </AskedLine>
  )
}

/** A third list's entries in the order in which they lie along the direction. */
function Along({ third, ends }: { third: NonNullable<DirectionLook['third']>; ends: Direction['ends'] }) {
  const sorted = [...third.entries].sort((one, other) => one.value - other.value)
  return (
    <section className="direction-along" aria-label={`“${third.name}” along it`}>
      <h3>{`“${third.name}” from “${ends[0]}” to “${ends[1]}”, which it has no part in`}</h3>
      <ol>
        {sorted.map(({ text, value }, at) => (
          <li key={at}>
            <span>{text}</span> <span className="mono quiet">{fixed(value, 2)}</span>
          </li>
        ))}
      </ol>
      {third.leftOut.length > 0 && (
        <p className="quiet">{`Left out, since they are no single token: ${third.leftOut.join(', ')}.`}</p>
      )}
    </section>
  )
}

/** The words of the vocabulary at both ends, and what was left out. */
function Ends({ look }: { look: DirectionLook }) {
  const out = look.lists.flatMap(({ leftOut }) => leftOut)
  return (
    <>
      {look.third && <Along third={look.third} ends={look.direction.ends} />}
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
