import { type Classification, rankedClasses, rankedTokens } from '../../../shared/classification'
import { useSelection } from '../../state/selection'
import { selectToken } from '../../state/trace'
import { TokenText } from '../../ui/token-text'
import { ShareBar } from './share-bars'
import { shareText } from './share-text'

/** What a task head says of every token: its likeliest class, or, where a class is at one token of all, the likeliest tokens. */
export function TokenClasses({ classification }: { classification: Classification }) {
  const { head } = classification
  if (head.squash === 'positions') {
    return head.classes.map((name, index) => (
      <LikeliestTokens key={name} classification={classification} name={name} index={index} />
    ))
  }
  return <EveryToken classification={classification} />
}

function EveryToken({ classification }: { classification: Classification }) {
  const selected = useSelection((selection) => selection.position)
  const { tokens } = classification
  return (
    <section className="prediction-part" aria-label="Classes of all tokens">
      <header>
        <h2>Every token</h2>
      </header>
      <ul className="token-classes">
        {tokens.map((token, position) => {
          const { name, probability } = rankedClasses(classification, position)[0]!
          return (
            <li key={position}>
              <button
                type="button"
                className="token"
                aria-pressed={position === selected}
                onClick={() => selectToken(position)}
              >
                <TokenText text={token.text} />
                <small>
                  {name} <span className="num">{shareText(probability!)}</span>
                </small>
                <span className="token-class-share" aria-hidden="true">
                  <span style={{ width: `${probability! * 100}%` }} />
                </span>
              </button>
            </li>
          )
        })}
      </ul>
    </section>
  )
}

const likeliestAtMost = 4

function LikeliestTokens({
  classification,
  name,
  index,
}: {
  classification: Classification
  name: string
  index: number
}) {
  const selected = useSelection((selection) => selection.position)
  const { tokens, rows } = classification
  return (
    <section className="prediction-part" aria-label={`Likeliest ${name}`}>
      <header>
        <h2>Likeliest {name}</h2>
      </header>
      <ol className="word-bars">
        {rankedTokens(classification, index)
          .slice(0, likeliestAtMost)
          .map((position) => {
            const probability = rows[position]![index]!.probability!
            return (
              <li key={position}>
                <button
                  type="button"
                  aria-pressed={position === selected}
                  title={`Position ${position}`}
                  onClick={() => selectToken(position)}
                >
                  <ShareBar
                    name={<TokenText text={tokens[position]!.text} />}
                    share={probability}
                    text={shareText(probability)}
                  />
                </button>
              </li>
            )
          })}
      </ol>
    </section>
  )
}
