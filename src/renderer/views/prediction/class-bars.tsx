import { type Classification, rankedClasses } from '../../../shared/classification'
import { fixed } from '../../../shared/figures/numbers'
import { squashWords, taskHeadTitle } from '../../../shared/task-head-words'
import { useSelection } from '../../state/selection'
import { TokenText } from '../../ui/token-text'
import { PositionHeader } from './position-header'
import { ShareBar } from './share-bars'
import { shareText } from './share-text'

const barsAtMost = 24

/** Before the token that a head which scores each tells of. */
const ofToken: Partial<Readonly<Record<Classification['head']['at'], string>>> = {
  classifier: 'Classes of',
  rtd_head: 'Whether another stood here:',
  qa_head: 'Answer at',
}

/** What a task head says: of the text, or of the selected token. */
export function ClassBars({ classification }: { classification: Classification }) {
  const { head, tokens } = classification
  const selected = useSelection((selection) => selection.position)
  const last = tokens.length - 1
  const position = Math.min(selected ?? last, last)
  const classes = rankedClasses(classification, head.each ? position : 0)
  const title = taskHeadTitle(head)
  const more = classes.length - barsAtMost
  return (
    <section className="prediction-part" aria-label="Classes">
      {head.each ? (
        <PositionHeader position={position} first={0} last={last}>
          {ofToken[head.at]} <TokenText text={tokens[position]!.text} />
        </PositionHeader>
      ) : (
        <header>
          <h2>{title[0]!.toUpperCase() + title.slice(1)}</h2>
        </header>
      )}
      <ol className="class-bars">
        {classes.slice(0, barsAtMost).map(({ name, score, probability }) => (
          <li
            key={name}
            className={probability === null ? 'class-number' : undefined}
            title={`${name}, score ${fixed(score, 3)}`}
          >
            {probability === null ? (
              <>
                <span className="class-name">{name}</span>
                <span className="num">{fixed(score, 3)}</span>
              </>
            ) : (
              <ShareBar
                name={<span className="class-name">{name}</span>}
                share={probability}
                text={shareText(probability)}
              />
            )}
          </li>
        ))}
      </ol>
      <p className="quiet">
        {more > 0 && `And ${more} more. `}
        {squashWords[head.squash]}
      </p>
    </section>
  )
}
