import { ChevronDown } from 'lucide-react'
import type { WatchedWord } from '../../state/selection'
import { useSession } from '../../state/session'
import { TokenText } from '../../ui/token-text'
import { WordPopover } from '../../ui/word-popover'

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
  const tokens = useSession((session) => session.ran?.tokens) ?? []
  const own = [...new Map(tokens.map((token) => [token.id, token])).values()]
  return (
    <WordPopover
      label={label}
      offered={{ title: 'Of the sentence', words: own.slice(0, mostOffered) }}
      onChoose={onChoose}
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
    />
  )
}
