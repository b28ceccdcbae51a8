import { Eye } from 'lucide-react'
import type { Prediction } from '../../../shared/prediction'
import { quoted } from '../../../shared/visible-text'
import { count } from '../../state/format'
import { usePredictedPosition } from '../../state/prediction'
import { useSelection } from '../../state/selection'
import { watch } from '../../state/watch'
import { TokenText } from '../../ui/token-text'
import { PositionHeader } from './position-header'
import { ShareBar } from './share-bars'
import { entropyText, shareText } from './share-text'

const barsAtMost = 6

/** The likeliest words at one position, how unsure the model is, and what the sentence says there. */
export function WordBars({ prediction }: { prediction: Prediction }) {
  const position = usePredictedPosition(prediction)
  const watched = useSelection((selection) => selection.watch)
  const { words, entropy, actual } = prediction.positions[position]!
  const { first } = prediction
  const where = prediction.about === 'next' ? 'Next after' : 'Word in place of'
  return (
    <section className="prediction-part" aria-label="Likeliest words">
      <PositionHeader position={first + position} first={first} last={first + prediction.tokens.length - 1}>
        {where} <TokenText text={prediction.tokens[position]!.text} />
      </PositionHeader>
      <p className="quiet">{entropyText(entropy)}</p>
      <ol className="word-bars">
        {words.slice(0, barsAtMost).map((word) => (
          <li key={word.id}>
            <button
              type="button"
              aria-pressed={watched?.id === word.id}
              title="Watch this word in the map"
              onClick={() => watch(watched?.id === word.id ? null : word)}
            >
              <ShareBar
                name={
                  <>
                    <TokenText text={word.text} />
                    {watched?.id === word.id && <Eye size={12} aria-hidden="true" />}
                  </>
                }
                share={word.probability}
                text={shareText(word.probability)}
              />
            </button>
          </li>
        ))}
      </ol>
      <p className="quiet">
        {actual
          ? `The sentence has ${quoted(actual.text)} here: ${shareText(actual.probability)}, rank ${count(actual.rank + 1)} of ${count(prediction.vocabulary)}.`
          : 'The sentence ends here.'}
      </p>
    </section>
  )
}
