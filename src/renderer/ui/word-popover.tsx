import { type ReactElement, useState } from 'react'
import type { WatchedWord } from '../state/selection'
import { useTokensOf } from '../state/word-search'
import { Field } from './field'
import { Popover } from './popover'
import { TokenText } from './token-text'
import './word-popover.css'

/** A word of the vocabulary is chosen: typed, or one of those that are offered while nothing is. */
export function WordPopover({
  label,
  trigger,
  offered,
  onChoose,
}: {
  label: string
  trigger: ReactElement
  offered: { readonly title: string; readonly words: readonly WatchedWord[] }
  onChoose: (word: WatchedWord) => void
}) {
  const [open, setOpen] = useState(false)
  const [typed, setTyped] = useState('')
  const found = useTokensOf(typed)
  const choose = ({ id, text }: WatchedWord) => {
    onChoose({ id, text })
    setOpen(false)
    setTyped('')
  }
  return (
    <Popover label={label} open={open} onOpenChange={setOpen} trigger={trigger}>
      <form
        className="word-search"
        onSubmit={(event) => {
          event.preventDefault()
          if (found?.[0]) choose(found[0])
        }}
      >
        <Field
          label="A word of the vocabulary"
          autoFocus
          value={typed}
          onChange={(event) => setTyped(event.target.value)}
        />
        {found?.length === 0 && <p className="quiet">It is not one token of this vocabulary.</p>}
        <ul aria-label={found ? 'Tokens found' : offered.title}>
          {(found ?? offered.words).map((token) => (
            <li key={token.id}>
              <button type="button" className="word-offered" onClick={() => choose(token)}>
                <TokenText text={token.text} />
              </button>
            </li>
          ))}
        </ul>
      </form>
    </Popover>
  )
}
