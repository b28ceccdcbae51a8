import { stepKind } from '../../../shared/attention-places'
import type { Decomposition, Move, MovePart } from '../../../shared/decomposition'
import { partKey } from '../../../shared/figures/move-chain'
import { type Apart, useMoveChoices } from '../../state/decomposition'
import { length, percent } from '../../state/format'
import { selectHead } from '../../state/select-head'
import { useSelection } from '../../state/selection'
import { classes } from '../../ui/classes'
import { PartName } from './part-name'

/** So many rows are listed; the rest is summed up in one line. */
const mostRows = 40

/** A step's parts, largest share first, with a bar to either side of zero. */
export function PartsList({ answer, move, apart }: { answer: Decomposition; move: Move; apart: Apart }) {
  const head = useSelection((selection) => selection.head)
  const source = useSelection((selection) => selection.source)
  const all = [...move[apart], ...move.apart].toSorted((a, b) => Math.abs(b.share) - Math.abs(a.share))
  const shown = all.slice(0, mostRows)
  const hidden = all.slice(mostRows)
  const largest = Math.max(...all.map(({ share }) => Math.abs(share)), 1e-12)
  const isMlp = move.byHead.length === 0
  const isChosen = (part: MovePart) =>
    (part.head !== null || part.source !== null) &&
    (part.head === null || part.head === head) &&
    (part.source === null || part.source === source)
  const choose = (part: MovePart) => {
    if (part.head !== null) selectHead(answer.layer, part.head)
    if (part.source !== null) useSelection.setState({ source: part.source })
  }
  const point = (pointed: string | null) => useMoveChoices.setState({ pointed })
  return (
    <>
      <div className="moves-columns" aria-hidden="true">
        <span>Part</span>
        <span />
        <span className="num">share</span>
        <span className="num">length</span>
      </div>
      <ol className="moves-list" aria-label={isMlp ? 'Parts of the MLP’s step' : 'Parts of attention’s step'}>
        {shown.map((part) => (
          <li key={partKey(part)} onPointerEnter={() => point(partKey(part))} onPointerLeave={() => point(null)}>
            <button
              type="button"
              className={classes('moves-part', isChosen(part) && 'moves-chosen')}
              aria-pressed={isChosen(part)}
              disabled={part.head === null && part.source === null}
              onClick={() => choose(part)}
              onFocus={() => point(partKey(part))}
              onBlur={() => point(null)}
            >
              <span className="moves-name">
                <PartName part={part} answer={answer} />
              </span>
              <Bar share={part.share} largest={largest} part={part.kind} by={stepKind(answer.place)} />
              <span className="num">{percent(part.share)}</span>
              <span className="num quiet">{length(part.length)}</span>
            </button>
          </li>
        ))}
      </ol>
      <p className="moves-sum">
        {hidden.length > 0 &&
          `${hidden.length} smaller ${hidden.length === 1 ? 'part' : 'parts'}: ${percent(hidden.reduce((sum, { share }) => sum + share, 0))}. `}
        All parts sum to the step of length {length(move.length)}, off by {length(move.off)} of it.
      </p>
    </>
  )
}

function Bar({
  share,
  largest,
  part,
  by,
}: {
  share: number
  largest: number
  part: MovePart['kind']
  by: 'attention' | 'cross'
}) {
  const width = `${(50 * Math.abs(share)) / largest}%`
  const side = share < 0 ? { right: '50%', width } : { left: '50%', width }
  const isOther = part === 'bias' || part === 'rest'
  return (
    <span className="moves-bar" aria-hidden="true">
      <span
        className={classes(
          'moves-fill',
          share < 0 && 'moves-back',
          by === 'cross' && 'moves-cross',
          part === 'mlp' && 'moves-mlp',
          isOther && 'moves-other',
        )}
        style={side}
      />
    </span>
  )
}
