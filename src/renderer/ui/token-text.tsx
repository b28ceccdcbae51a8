import { visibleParts } from '../state/visible-text'
import './token-text.css'

/** A token's text with what cannot be seen made visible, faintly. */
export function TokenText({ text }: { text: string }) {
  return (
    <span className="token-text">
      {visibleParts(text).map((part, index) =>
        part.sign ? (
          <span key={index} className="token-sign">
            {part.text}
          </span>
        ) : (
          part.text
        ),
      )}
    </span>
  )
}
