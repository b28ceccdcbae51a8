import { type KeyboardEvent, useRef } from 'react'
import { chooseWord, searchFieldId, useVocabulary } from '../../state/vocabulary'
import { TokenText } from '../../ui/token-text'

export interface WordRow {
  readonly id: number
  readonly text: string
  /** A number: a rank, or a cosine. */
  readonly note: string
}

/** Words to walk through with the arrow keys; the one that has the focus, or the pointer, is ringed on the map. */
export function WordRows({ label, rows }: { label: string; rows: readonly WordRow[] }) {
  const list = useRef<HTMLOListElement>(null)
  const step = (event: KeyboardEvent) => {
    const buttons = [...(list.current?.querySelectorAll<HTMLElement>('button') ?? [])]
    const at = buttons.indexOf(document.activeElement as HTMLElement)
    const next = { ArrowDown: at + 1, ArrowUp: at - 1, Home: 0, End: buttons.length - 1 }[event.key]
    if (next === undefined || at < 0) return
    event.preventDefault()
    if (next < 0) document.getElementById(searchFieldId)?.focus()
    else buttons[Math.min(next, buttons.length - 1)]?.focus()
  }
  const point = (hovered: number | null) => useVocabulary.setState({ hovered })
  return (
    <ol className="word-rows" aria-label={label} ref={list} onKeyDown={step}>
      {rows.map(({ id, text, note }, index) => (
        <li key={id}>
          <button
            type="button"
            tabIndex={index === 0 ? 0 : -1}
            onClick={() => chooseWord(id)}
            onFocus={() => point(id)}
            onBlur={() => point(null)}
            onPointerEnter={() => point(id)}
            onPointerLeave={() => point(null)}
          >
            <TokenText text={text} />
            <span className="num">{note}</span>
          </button>
        </li>
      ))}
    </ol>
  )
}
