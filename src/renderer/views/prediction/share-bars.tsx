import type { ReactNode } from 'react'

/** A name, a bar from 0 to 1, and a number, as in every list of likeliest things. */
export function ShareBar({ name, share, text }: { name: ReactNode; share: number; text: string }) {
  return (
    <>
      <span className="word-bar-name">{name}</span>
      <span className="word-bar" aria-hidden="true">
        <span style={{ width: `${share * 100}%` }} />
      </span>
      <span className="num">{text}</span>
    </>
  )
}
