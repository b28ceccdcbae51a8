import { useState } from 'react'
import { isOfWords } from '../../../shared/direction'
import { visibleText } from '../../../shared/visible-text'
import {
  type ArithmeticQuestion,
  frameOf,
  inFrame,
  readTerms,
  sumFault,
  type Term,
  termsText,
  type WordArithmetic,
  wordGap,
} from '../../../shared/word-arithmetic'
import { useArithmeticLook, useDirections } from '../../state/directions'
import { Button } from '../../ui/button'
import { Field } from '../../ui/field'
import { LookState } from '../../ui/look-state'
import { usePanelVisible } from '../../ui/panel-visible'
import { Segmented } from '../../ui/segmented'
import { Toggle } from '../../ui/toggle'
import { AskedLine } from './asked-line'
import { arithmeticFigure } from './directions-figures'
import { Choice } from './fields'
import { FigureBox } from './figure-box'

const measures = [
  { value: 'cosine', label: 'Cosine', hint: 'Of the angle between the sum and each row' },
  { value: 'dot', label: 'Dot product', hint: 'The scalar product: long rows count more' },
] as const

const wordsShown = 10
const usualFrame = `The ${wordGap} is here`

type How = Pick<ArithmeticQuestion, 'at' | 'among' | 'measure' | 'withOwn'>

/** Words with signs, and the words nearest to what comes of it. */
export function ArithmeticPart() {
  const look = useArithmeticLook(usePanelVisible())
  const asked = useDirections((directions) => directions.arithmetic)
  const isWriting = useDirections((directions) => directions.isWriting)
  const [typed, setTyped] = useState({ text: 'king \u2212 man + woman', frame: usualFrame })
  const [chosen, setChosen] = useState<How>({ at: 'embedding', among: 'embedding', measure: 'cosine', withOwn: false })
  const how = asked ?? chosen
  const wrong = sumFault(typed.text)
  const inSentence = !isOfWords(how)
  const isFramed = typed.frame.includes(wordGap)

  const ask = (terms: readonly Omit<Term, 'sentence'>[], frame: string, next: How) => {
    const { at, among, measure, withOwn } = next
    const written = terms.map(({ word, weight }) => {
      return { word, weight, sentence: isOfWords(next) ? null : inFrame(frame, word) }
    })
    useDirections.setState({ arithmetic: { at, among, measure, withOwn, terms: written, count: wordsShown } })
  }
  /** What is set once an answer stands is asked anew at once. */
  const change = (part: Partial<How>) => {
    const next = { ...how, ...part }
    if (asked) ask(asked.terms, frameOf(asked.terms) ?? typed.frame, next)
    else setChosen(next)
  }
  const form = (
    <form
      onSubmit={(event) => {
        event.preventDefault()
        ask(readTerms(typed.text)!, typed.frame, how)
        useDirections.setState({ isWriting: false })
      }}
    >
      <div className="directions-row">
        <Field
          label="Words with signs, and weights where they are not 1"
          className="directions-sum"
          value={typed.text}
          aria-invalid={wrong !== null}
          onChange={(event) => setTyped({ ...typed, text: event.target.value })}
        />
        <Button type="submit" variant="primary" disabled={wrong !== null || (inSentence && !isFramed)}>
          Add up
        </Button>
      </div>
      {wrong && <p className="quiet">{wrong}</p>}
      {inSentence && (
        <Field
          label={`The sentence that each word stands in, in place of ${wordGap}`}
          value={typed.frame}
          aria-invalid={!isFramed}
          onChange={(event) => setTyped({ ...typed, frame: event.target.value })}
        />
      )}
      {inSentence && !isFramed && <p className="quiet">{`Put ${wordGap} where the word stands.`}</p>}
    </form>
  )
  return (
    <div className="directions-part">
      {asked && !isWriting ? (
        <AskedLine
          title={termsText(asked.terms)}
          note={
            isOfWords(asked)
              ? 'rows added as they are'
              : `each in \u201c${frameOf(asked.terms) ?? asked.terms[0]!.sentence}\u201d`
          }
          onChange={() => setTyped({ text: termsText(asked.terms), frame: frameOf(asked.terms) ?? typed.frame })}
        />
      ) : (
        form
      )}
      <Choices how={how} onChange={change} />
      {asked === null ? (
        <p className="quiet directions-hint">Add words up to see which words lie nearest to the sum.</p>
      ) : (
        <LookState look={look} what="the sum" title="The words cannot be added up" ofRun={false} isLong>
          {(answer) => (
            <>
              <FigureBox figure={arithmeticFigure} height={88 + 24 * wordsShown} />
              <Pieces answer={answer} />
            </>
          )}
        </LookState>
      )}
    </div>
  )
}

/** Where words are added up, and what the sum is compared with. */
function Choices({ how, onChange }: { how: How; onChange: (part: Partial<How>) => void }) {
  const places = useDirections((directions) => directions.places)
  const hasUnembedding = places.some((place) => place.at === 'unembedding')
  return (
    <div className="directions-row">
      <Choice
        label="Sum at"
        value={how.at}
        options={places.map((place) => ({ value: place.at, label: place.label }))}
        onChange={(at) => onChange({ at, among: at === 'unembedding' ? at : 'embedding' })}
      />
      <Choice
        label="Nearest in"
        value={how.among}
        options={[
          { value: 'embedding', label: 'Embedding, W_E' },
          ...(hasUnembedding ? [{ value: 'unembedding', label: 'Unembedding, W_U' } as const] : []),
        ]}
        onChange={(among) => onChange({ among })}
      />
      <Segmented
        label="Nearest by"
        options={measures}
        value={how.measure}
        onChange={(measure) => onChange({ measure })}
      />
      <Toggle
        label="Own words"
        hint="Whether the words of the sum stand among the nearest; mostly one of them is the nearest"
        pressed={how.withOwn}
        onChange={(withOwn) => onChange({ withOwn })}
      />
    </div>
  )
}

/** Terms that are more than one token, and what stands for them. */
function Pieces({ answer }: { answer: WordArithmetic }) {
  const several = answer.terms.filter(({ tokens }) => tokens.length > 1)
  if (several.length === 0) return null
  return (
    <p className="quiet">
      {several
        .map(({ word, tokens }) => `“${word}” is ${tokens.map(({ text }) => visibleText(text)).join(' + ')}`)
        .join('; ')}
      : the mean of these rows stands for it, which need not mean what the word means.
    </p>
  )
}
