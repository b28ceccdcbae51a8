import { useState } from 'react'
import { isOfWords } from '../../../shared/direction'
import { visibleText } from '../../../shared/visible-text'
import { type ArithmeticQuestion, readTerms, type WordArithmetic } from '../../../shared/word-arithmetic'
import { useArithmeticLook, useDirections } from '../../state/directions'
import { Button } from '../../ui/button'
import { Field } from '../../ui/field'
import { LookState } from '../../ui/look-state'
import { usePanelVisible } from '../../ui/panel-visible'
import { Segmented } from '../../ui/segmented'
import { Toggle } from '../../ui/toggle'
import { arithmeticFigure } from './directions-figures'
import { Choice } from './fields'
import { FigureBox } from './figure-box'

const measures = [
  { value: 'cosine', label: 'Cosine', hint: 'Of the angle between the sum and each row' },
  { value: 'dot', label: 'Dot product', hint: 'The scalar product: long rows count more' },
] as const

const wordsShown = 10
const gap = '…'

/** Words with signs, and the words nearest to what comes of it. */
export function ArithmeticPart() {
  const look = useArithmeticLook(usePanelVisible())
  const places = useDirections((directions) => directions.places)
  const asked = useDirections((directions) => directions.arithmetic)
  const [text, setText] = useState('king − man + woman')
  const [frame, setFrame] = useState(`The ${gap} is here`)
  const [at, setAt] = useState('embedding')
  const [among, setAmong] = useState<ArithmeticQuestion['among']>('embedding')
  const [measure, setMeasure] = useState<ArithmeticQuestion['measure']>('cosine')
  const [withOwn, setWithOwn] = useState(false)
  const terms = readTerms(text)
  const inSentence = !isOfWords({ at })
  const isFramed = frame.includes(gap)
  const hasUnembedding = places.some((place) => place.at === 'unembedding')

  const ask = (change: Partial<Pick<ArithmeticQuestion, 'at' | 'among' | 'measure' | 'withOwn'>> = {}) => {
    if (!terms) return
    const how = { at, among, measure, withOwn, ...change }
    const sentence = (word: string) => (isOfWords(how) ? null : frame.replace(gap, word))
    const written = terms.map((term) => ({ ...term, sentence: sentence(term.word) }))
    useDirections.setState({ arithmetic: { ...how, terms: written, count: wordsShown } })
  }
  /** What is set once an answer stands is asked anew at once. */
  const again = (change: Parameters<typeof ask>[0]) => asked && ask(change)

  return (
    <div className="directions-part">
      <form
        onSubmit={(event) => {
          event.preventDefault()
          ask()
        }}
      >
        <div className="directions-row">
          <Field
            label="Words with signs, and weights where they are not 1"
            className="directions-sum"
            value={text}
            aria-invalid={terms === null}
            onChange={(event) => setText(event.target.value)}
          />
          <Button type="submit" variant="primary" disabled={terms === null || (inSentence && !isFramed)}>
            Add up
          </Button>
        </div>
        <div className="directions-row">
          <Choice
            label="Sum at"
            value={at}
            options={places.map((place) => ({ value: place.at, label: place.label }))}
            onChange={(next) => {
              setAt(next)
              const table = next === 'unembedding' ? next : 'embedding'
              setAmong(table)
              again({ at: next, among: table })
            }}
          />
          <Choice
            label="Nearest in"
            value={among}
            options={[
              { value: 'embedding', label: 'Embedding, W_E' },
              ...(hasUnembedding ? [{ value: 'unembedding', label: 'Unembedding, W_U' } as const] : []),
            ]}
            onChange={(next) => {
              setAmong(next)
              again({ among: next })
            }}
          />
          <Segmented
            label="Nearest by"
            options={measures}
            value={measure}
            onChange={(next) => {
              setMeasure(next)
              again({ measure: next })
            }}
          />
          <Toggle
            label="Own words"
            hint="Whether the words of the sum stand among the nearest; mostly one of them is the nearest"
            pressed={withOwn}
            onChange={(next) => {
              setWithOwn(next)
              again({ withOwn: next })
            }}
          />
        </div>
        {inSentence && (
          <Field
            label={`The sentence that each word stands in, in place of ${gap}`}
            value={frame}
            aria-invalid={!isFramed}
            onChange={(event) => setFrame(event.target.value)}
          />
        )}
      </form>
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
