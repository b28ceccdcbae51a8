import { ChevronDown } from 'lucide-react'
import { useState } from 'react'
import type { WatchedWord } from '../../state/selection'
import { useSession } from '../../state/session'
import { useTokensOf } from '../../state/word-search'
import { Field } from '../../ui/field'
import { Popover } from '../../ui/popover'
import { TokenText } from '../../ui/token-text'

/** A word of the vocabulary that contributions are counted toward: typed, or one of the likeliest at the end. */
export function WordPicker({
  label,
  word,
  onChoose,
}: {
  label: string
  word: WatchedWord | null
  onChoose: (word: WatchedWord) => void
}) {
  const [open, setOpen] = useState(false)
  const [typed, setTyped] = useState('')
  const found = useTokensOf(typed)
  const likely = useSession((session) => session.traced?.trajectory.steps.at(-1)?.lens) ?? []
  const offered: readonly WatchedWord[] = found ?? likely.slice(0, 6)
  const choose = ({ id, text }: WatchedWord) => {
    onChoose({ id, text })
    setOpen(false)
    setTyped('')
  }
  return (
    <Popover
      label={label}
      open={open}
      onOpenChange={setOpen}
      trigger={
        <button type="button" className="moves-pick">
          <span className="visually-hidden">{label}: </span>
          {word ? <TokenText text={word.text} /> : 'no word'}
          <ChevronDown size={13} />
        </button>
      }
    >
      <form
        className="moves-search"
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
        <ul aria-label={found ? 'Tokens found' : 'Likeliest at the end'}>
          {offered.map((token) => (
            <li key={token.id}>
              <button type="button" className="moves-offered" onClick={() => choose(token)}>
                <TokenText text={token.text} />
              </button>
            </li>
          ))}
        </ul>
      </form>
    </Popover>
  )
}
