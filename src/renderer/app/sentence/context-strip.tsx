import { Plus, X } from 'lucide-react'
import { useEffect } from 'react'
import { mostContexts } from '../../../shared/contexts'
import { visibleText } from '../../../shared/visible-text'
import { addContext, type Context, letterOf, removeContext, switchContext, useAllContexts } from '../../state/contexts'
import { ContextBadge } from '../../ui/context-badge'
import { IconButton } from '../../ui/icon-button'
import { Tooltip } from '../../ui/tooltip'
import { focusSentence } from '../commands'
import './context-strip.css'

/** The sentences that stand side by side, each with its token; nothing while there is one. */
export function ContextStrip() {
  const all = useAllContexts()
  useEffect(() => {
    // By the key's place and not its letter: with Alt, a layout may give the digit another.
    const press = (event: KeyboardEvent) => {
      const digit = /^Digit([1-8])$/.exec(event.code)?.[1]
      if (!digit || !event.altKey || event.ctrlKey || event.metaKey) return
      event.preventDefault()
      switchContext(Number(digit) - 1)
    }
    addEventListener('keydown', press)
    return () => removeEventListener('keydown', press)
  }, [])
  if (all.length < 2) return null
  return (
    <div className="context-strip">
      <ul aria-label="Contexts">
        {all.map((context) => (
          <StripItem key={context.key} context={context} />
        ))}
      </ul>
      {all.length < mostContexts && <AddContext />}
    </div>
  )
}

function StripItem({ context }: { context: Context }) {
  const { index, isActive } = context
  const name = `Context ${letterOf(index)}`
  return (
    <li className={isActive ? 'context-active' : undefined}>
      <Tooltip
        text={isActive ? `${name}: the other views show this one` : `Look at ${letterOf(index)}`}
        keys={`Alt+${index + 1}`}
      >
        <button type="button" className="context-switch" aria-pressed={isActive} onClick={() => switchContext(index)}>
          <span className="visually-hidden">Context </span>
          <ContextBadge index={index} />
          <Snippet context={context} />
        </button>
      </Tooltip>
      <IconButton label={`Remove ${letterOf(index)}`} className="context-remove" onClick={() => removeContext(index)}>
        <X size={12} />
      </IconButton>
    </li>
  )
}

/** The sentence around its token, which is never cut away: what stands before it gives way first. */
function Snippet({ context: { tokens, position, text } }: { context: Context }) {
  if (!tokens || position === null) {
    return <span className="context-snippet quiet">{text.trim() === '' ? 'no sentence yet' : text}</span>
  }
  const spaced = tokens.some((token) => token.text.startsWith(' '))
  const join = (from: number, to: number) => {
    const part = tokens.slice(from, to).map((token) => (token.special ? '' : token.text.replace(/^##/, '')))
    const joined = part.join(spaced ? '' : ' ')
    return joined === '' ? '' : visibleText(joined).replaceAll('·', ' ')
  }
  return (
    <span className="context-snippet">
      {/* Cut at its beginning by writing from right to left; the mark keeps the words themselves in order. */}
      <span className="context-before">
        <bdi>{join(0, position)}</bdi>
      </span>
      <b>{join(position, position + 1)}</b>
      <span className="context-after">{join(position + 1, tokens.length)}</span>
    </span>
  )
}

export function AddContext() {
  return (
    <IconButton
      label="Add a context: another sentence to compare with"
      className="context-add"
      onClick={() => {
        addContext()
        focusSentence()
        const field = document.getElementById('sentence')
        if (field instanceof HTMLTextAreaElement) field.select()
      }}
    >
      <Plus size={14} />
    </IconButton>
  )
}
