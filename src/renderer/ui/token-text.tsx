import { visibleParts } from '../../shared/visible-text'
import './token-text.css'

/** A token's text with what cannot be seen made visible, faintly. The dot of a leading space is not read aloud. */
export function TokenText({ text }: { text: string }) {
  const parts = visibleParts(text)
  return (
    <span className="token-text">
      {parts.map((part, index) =>
        part.sign ? (
          <span key={index} className="token-sign" aria-hidden={parts.length > 1 && /^·+$/.test(part.text)}>
            {part.text}
          </span>
        ) : (
          part.text
        ),
      )}
    </span>
  )
}
