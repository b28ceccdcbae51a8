import { ChevronDown, Eye } from 'lucide-react'
import { useState } from 'react'
import type { TokenInfo } from '../../../shared/model-info'
import type { Trajectory } from '../../../shared/trajectory'
import { visibleText } from '../../../shared/visible-text'
import { probability } from '../../state/format'
import { useSelection } from '../../state/selection'
import { watch } from '../../state/watch'
import { useTokensOf } from '../../state/word-search'
import { Field } from '../../ui/field'
import { Popover } from '../../ui/popover'
import { TokenText } from '../../ui/token-text'

/** Whose probability the last column follows. */
export function WatchPicker({ trajectory }: { trajectory: Trajectory }) {
  const [open, setOpen] = useState(false)
  const chosen = useSelection((selection) => selection.watch)
  const likeliest = trajectory.steps.at(-1)?.lens ?? []
  const choose = (word: { id: number; text: string } | null) => {
    watch(word)
    setOpen(false)
  }
  return (
    <Popover
      label="Watched word"
      open={open}
      onOpenChange={setOpen}
      trigger={
        <button
          type="button"
          className="watch-button"
          title={`Watch ${trajectory.watched ? visibleText(trajectory.watched.text) : 'a word'}: its probability at each step`}
        >
          <Eye size={14} />
          <span>Watch</span>
          {trajectory.watched ? <TokenText text={trajectory.watched.text} /> : <span>no word</span>}
          <span className="visually-hidden">, choose another</span>
          <ChevronDown size={13} />
        </button>
      }
    >
      <div className="watch">
        <WordSearch onChoose={choose} />
        <section aria-label="Likeliest at the end">
          <h2>Likeliest at the end</h2>
          <ul>
            {likeliest.slice(0, 6).map((word) => (
              <li key={word.id}>
                <button type="button" className="watch-word" onClick={() => choose(word)}>
                  <TokenText text={word.text} />
                  <span className="num">{probability(word.probability)}</span>
                </button>
              </li>
            ))}
          </ul>
          {chosen !== null && (
            <button type="button" className="watch-word watch-reset" onClick={() => choose(null)}>
              Always the likeliest
            </button>
          )}
        </section>
      </div>
    </Popover>
  )
}

function WordSearch({ onChoose }: { onChoose: (word: TokenInfo) => void }) {
  const [word, setWord] = useState('')
  const found = useTokensOf(word)
  return (
    <form
      onSubmit={(event) => {
        event.preventDefault()
        const first = found?.[0]
        if (first) onChoose(first)
      }}
    >
      <Field
        label="A word of the vocabulary"
        autoFocus
        value={word}
        onChange={(event) => setWord(event.target.value)}
      />
      {found?.length === 0 && <p className="watch-none">It is not one token of this vocabulary.</p>}
      {found && found.length > 0 && (
        <ul className="watch-found">
          {found.map((token) => (
            <li key={token.id}>
              <button type="button" className="watch-word" onClick={() => onChoose(token)}>
                <TokenText text={token.text} />
                <span className="num quiet">{token.id}</span>
              </button>
            </li>
          ))}
        </ul>
      )}
    </form>
  )
}
