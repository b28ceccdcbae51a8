import { stepTitle } from '../../../shared/attention-places'
import type { Decomposition } from '../../../shared/decomposition'
import { type Apart, useMoveChoices, useMoves } from '../../state/decomposition'
import { useSelection } from '../../state/selection'
import { LookState } from '../../ui/look-state'
import { usePanelVisible } from '../../ui/panel-visible'
import { Segmented } from '../../ui/segmented'
import { TokenText } from '../../ui/token-text'
import { MapSection } from './map-section'
import { PartsList } from './parts-list'
import { topSentence } from './top-sentence'
import './moves-view.css'

/** Who moved the token: the chosen layer's step in parts, and every head of the model beside one another. */
export function MovesView() {
  const moves = useMoves(usePanelVisible())
  return (
    <LookState look={moves} what="who moved it" title="The parts of the move cannot be shown">
      {(answer) => <Moves answer={answer} />}
    </LookState>
  )
}

/** What lies between what parts write and what is shown, and is frozen so that parts still add up; null for the raw stream. */
function held({ postNorm, view }: Decomposition): string | null {
  const norm = 'A norm follows this sum: its scale is frozen at this run’s value.'
  const unit = 'Vectors are divided by their length: the length after the step is frozen at this run’s value.'
  const final = 'Vectors are seen through the final norm: its scale after the step is frozen at this run’s value.'
  const told = [...(postNorm ? [norm] : []), ...(view === 'unit' ? [unit] : view === 'final' ? [final] : [])]
  return told.length === 0 ? null : `${told.join(' ')} What that makes of the stream before the step is “rescaling”.`
}

const ways: readonly { value: Apart; label: string; hint: string }[] = [
  { value: 'byHead', label: 'By head', hint: 'What each head writes, from all words' },
  { value: 'bySource', label: 'By word', hint: 'What is read from each word, by all heads' },
  { value: 'byPair', label: 'Head × word', hint: 'What each head writes from each word' },
]

function Moves({ answer }: { answer: Decomposition }) {
  const apart = useMoveChoices((choices) => choices.apart)
  const station = useSelection((selection) => selection.station)
  const isMlp = station === answer.mlp.station
  const move = isMlp ? answer.mlp : answer.attention
  const token = answer.tokens[answer.position]!
  return (
    <div className="moves">
      <section className="moves-step" aria-label="The step">
        <h2>
          {stepTitle(answer.place, isMlp ? 'mlp' : 'attention')} moves <TokenText text={token.text} />
        </h2>
        <p className="moves-top">
          {isMlp ? 'An MLP’s step is one part. Choose a head below to see attention’s.' : topSentence(answer)}
        </p>
        {!isMlp && (
          <Segmented
            label="Taken apart"
            options={ways}
            value={apart}
            onChange={(next) => useMoveChoices.setState({ apart: next })}
          />
        )}
        <PartsList answer={answer} move={move} apart={apart} />
        {held(answer) && <p className="moves-sum">{held(answer)}</p>}
      </section>
      <MapSection answer={answer} />
    </div>
  )
}
