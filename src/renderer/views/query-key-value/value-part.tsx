import { keyText } from '../../../shared/attention-places'
import { weightText } from '../../../shared/figures/query-key-text'
import { diverging } from '../../../shared/figures/scales'
import { chosenKey, type HeadDetail, weightsAt } from '../../../shared/head-detail'
import { cosine, length } from '../../state/format'
import { useTemperature } from '../../state/head-detail'
import { useTheme } from '../../state/preferences'
import { TokenText } from '../../ui/token-text'

const movedAtMost = 4

/** The value at the key, and what the head writes of it into the residual stream. */
export function ValuePart({ detail }: { detail: HeadDetail }) {
  const temperature = useTemperature((state) => state.temperature)
  const { key, firstKey, tokens, writes, query } = detail
  const { valueLength, writeLength, masked } = chosenKey(detail)
  const weight = weightsAt(detail, temperature)[key - firstKey]!
  return (
    <section className="qkv-part" aria-label="Value">
      <h2>
        Value of <TokenText text={keyText(detail, key)} />
      </h2>
      <p className="quiet">
        The value is what a key hands over: weight × v goes through the head’s part of W_O and is added to the stream.
        Nearest are the rows of the embedding.
      </p>
      <p className="qkv-reading">
        length of v {length(valueLength)} × weight {weightText(weight)} = {length(weight * valueLength)}
        <span className="quiet">; written: </span>
        {length(writeLength)} × {weightText(weight)} = {length(weight * writeLength)}
      </p>
      <div className="qkv-lists">
        <WordList
          title="Nearest to what it writes"
          note="cosine"
          words={writes.nearest.map(({ id, text, cosine }) => ({ id, text, value: cosine }))}
          number={cosine}
        />
        {writes.effect ? (
          <WordList
            title="Logits it moves"
            note={`directly, at ${masked ? 'no weight' : 'this weight'}`}
            words={[
              ...writes.effect.raises.slice(0, movedAtMost),
              ...writes.effect.lowers.slice(0, movedAtMost).reverse(),
            ].map(({ id, text, logit }) => ({ id, text, value: weight * logit }))}
            number={length}
          />
        ) : (
          <p className="quiet">
            Its effect on word scores is not given:{' '}
            {detail.place.queries === 'encoder'
              ? 'the encoder’s stream ends in states that the decoder reads.'
              : 'no unembedding follows the last layer’s sum directly.'}
          </p>
        )}
      </div>
      {writes.effect && (
        <p className="qkv-note">
          Direct effect on the prediction at <TokenText text={tokens[query]!.text} />: past all later layers, the final
          norm’s scale held at this run’s.
        </p>
      )}
    </section>
  )
}

interface ListedWord {
  readonly id: number
  readonly text: string
  readonly value: number
}

function WordList({
  title,
  note,
  words,
  number,
}: {
  title: string
  note: string
  words: readonly ListedWord[]
  number: (value: number) => string
}) {
  const colour = diverging(useTheme())
  const largest = Math.max(...words.map(({ value }) => Math.abs(value)), 1e-12)
  const isSigned = words.some(({ value }) => value < 0)
  return (
    <div>
      <h3>
        {title} <span className="quiet">{note}</span>
      </h3>
      <ol aria-label={title}>
        {words.map(({ id, text, value }) => (
          <li key={id} className="qkv-listed">
            <span className="qkv-word">
              <TokenText text={text} />
            </span>
            <span className="qkv-listed-bar" aria-hidden="true">
              <span
                style={{
                  width: `${((isSigned ? 50 : 100) * Math.abs(value)) / largest}%`,
                  [value < 0 ? 'right' : 'left']: isSigned ? '50%' : 0,
                  background: colour(value < 0 ? -0.75 : 0.75),
                }}
              />
            </span>
            <span className="num">{number(value)}</span>
          </li>
        ))}
      </ol>
    </div>
  )
}
