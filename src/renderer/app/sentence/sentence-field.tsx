import { useEffect, useRef } from 'react'
import { setText } from '../../state/sentence'
import { useSession } from '../../state/session'
import { run } from '../../state/trace'

/** Enter runs, Shift+Enter begins a line. The field grows over what is below it, so that nothing jumps. */
export function SentenceField() {
  const text = useSession((session) => session.text)
  const idsOnly = useSession((session) => session.model?.tokenizerMissing ?? null)
  const field = useRef<HTMLTextAreaElement>(null)
  useEffect(() => {
    if (useSession.getState().text === '') field.current?.focus()
  }, [])
  return (
    <div className="sentence-field">
      <textarea
        ref={field}
        id="sentence"
        rows={1}
        spellCheck={false}
        autoComplete="off"
        aria-label={idsOnly === null ? 'Sentence' : 'Token ids'}
        placeholder={
          idsOnly === null
            ? 'Type a sentence, for example: The Eiffel Tower is in Paris'
            : 'Type token ids, for example: 5, 17, 42'
        }
        value={text}
        onChange={(event) => setText(event.target.value)}
        onKeyDown={(event) => {
          if (event.nativeEvent.isComposing) return
          if (event.key === 'Enter' && !event.shiftKey) {
            event.preventDefault()
            run()
          } else if (event.key === 'Escape') {
            field.current?.blur()
          }
        }}
      />
    </div>
  )
}
