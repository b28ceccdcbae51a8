import { ChevronDown } from 'lucide-react'
import type { WatchedWord } from '../../state/selection'
import { useSession } from '../../state/session'
import { TokenText } from '../../ui/token-text'
import { WordPopover } from '../../ui/word-popover'

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
  const likely = useSession((session) => session.traced?.trajectory.steps.at(-1)?.lens) ?? []
  return (
    <WordPopover
      label={label}
      offered={{ title: 'Likeliest at the end', words: likely.slice(0, 6) }}
      onChoose={onChoose}
      trigger={
        <button type="button" className="moves-pick">
          <span className="visually-hidden">{label}: </span>
          {word ? <TokenText text={word.text} /> : 'no word'}
          <ChevronDown size={13} />
        </button>
      }
    />
  )
}
