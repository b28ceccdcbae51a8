import { ChevronDown } from 'lucide-react'
import { useState } from 'react'
import type { WatchedWord } from '../../state/selection'
import { useSession } from '../../state/session'
import { useTokensOf } from '../../state/word-search'
import { Field } from '../../ui/field'
import { Popover } from '../../ui/popover'
import { TokenText } from '../../ui/token-text'

/** So many of the sentence's words are offered. */
const mostOffered = 8

/** A word of the vocabulary that pairs are held at: typed, or one of the sentence's. */
export function HeldWordPicker({
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
  const tokens = useSession((session) => session.ran?.tokens) ?? []
  const own = [...new Map(tokens.map((token) => [token.id, token])).values()].slice(0, mostOffered)
  const offered: readonly WatchedWord[] = found ?? own
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
        <button type="button" className={word ? 'circuits-pick circuits-held' : 'circuits-pick'}>
          {label}
          {word && (
            <>
              : <TokenText text={word.text} />
            </>
          )}
          <ChevronDown size={13} />
        </button>
      }
    >
      <form
        className="circuits-search"
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
        <ul aria-label={found ? 'Tokens found' : 'Of the sentence'}>
          {offered.map((token) => (
            <li key={token.id}>
              <button type="button" className="circuits-offered" onClick={() => choose(token)}>
                <TokenText text={token.text} />
              </button>
            </li>
          ))}
        </ul>
      </form>
    </Popover>
  )
}
