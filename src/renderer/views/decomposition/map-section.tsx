import type { Decomposition } from '../../../shared/decomposition'
import { type Measure, useMoveChoices, useTargetWords } from '../../state/decomposition'
import { length } from '../../state/format'
import { Segmented } from '../../ui/segmented'
import { HeadMap } from './head-map'
import { WordPicker } from './word-picker'

const measures = [
  { value: 'length', label: 'Length', hint: 'How long what each part writes is' },
  { value: 'end', label: 'To the end', hint: 'Projection on the direction of the final vector' },
  { value: 'word', label: 'To a word', hint: 'Direct logit attribution, the final norm’s scale held' },
  { value: 'words', label: 'Word vs word', hint: 'The difference of two words’ logits' },
] as const

/** What every head and MLP of the model put in at this token. */
export function MapSection({ answer }: { answer: Decomposition }) {
  const measure = useMoveChoices((choices) => choices.measure)
  const { word, than } = useTargetWords()
  const { map, attributesLogits, model, place } = answer
  const options = measures.filter(({ value }) => attributesLogits || (value !== 'word' && value !== 'words'))
  const shown: Measure = options.some(({ value }) => value === measure) ? measure : 'length'
  // An older answer is shown until the one asked for is there, and its numbers go by its own name.
  const counted: Measure = shown === 'length' ? shown : answer.target.kind
  const heads = map.rows.reduce((sum, row) => sum + row.heads.reduce((line, { value }) => line + value, 0), 0)
  const mlps = map.rows.reduce((sum, { mlp }) => sum + (mlp?.value ?? 0), 0)
  const ofRows = map.rows.reduce((sum, { bias, shift }) => sum + (bias?.value ?? 0) + shift, 0)
  const other = ofRows + map.finalShift + map.wordBias
  return (
    <section className="moves-whole" aria-label="The whole model">
      <h2>Every head and MLP at this token</h2>
      <Segmented
        label="Counted by"
        options={options}
        value={shown}
        onChange={(next) => useMoveChoices.setState({ measure: next })}
      />
      {(shown === 'word' || shown === 'words') && (
        <div className="moves-words">
          <WordPicker label="Word" word={word} onChoose={(next) => useMoveChoices.setState({ word: next })} />
          {shown === 'words' && (
            <>
              <span className="quiet">over</span>
              <WordPicker label="Other word" word={than} onChoose={(next) => useMoveChoices.setState({ than: next })} />
            </>
          )}
        </div>
      )}
      <HeadMap answer={answer} signed={counted !== 'length'} unit={units[counted]} />
      {counted !== 'length' && (
        <p className="moves-sum">
          Heads {length(heads)}, MLPs {length(mlps)}, embedding {length(map.start.value)}, biases and shifts of norms{' '}
          {length(other)}: together {length(map.total)}, {totals[counted]}; off by {length(map.off)}.
        </p>
      )}
      {!attributesLogits && (
        <p className="moves-sum">
          {place.queries === 'encoder'
            ? 'The encoder’s tokens end in states that the decoder reads'
            : `${model.name} has no unembedding right after its last layer`}
          , so parts cannot be counted toward a word.
        </p>
      )}
    </section>
  )
}

const units: Readonly<Record<Measure, string>> = {
  length: 'length',
  end: 'along the end',
  word: 'logit',
  words: 'logit difference',
}

const totals: Readonly<Record<Exclude<Measure, 'length'>, string>> = {
  end: 'the final vector’s length',
  word: 'the word’s logit',
  words: 'the difference of the two logits',
}
