import { Info } from 'lucide-react'
import type { ReactNode } from 'react'
import { Popover } from './popover'
import './info-sign.css'

export interface Source {
  readonly text: string
  readonly url: string
}

/** A view explains itself in two sentences, with where that comes from. */
export function InfoSign({
  about,
  sources,
  children,
}: {
  about: string
  sources: readonly Source[]
  children: ReactNode
}) {
  return (
    <Popover
      label={`About ${about}`}
      align="end"
      trigger={
        <button type="button" className="icon-button" aria-label={`About ${about}`}>
          <Info size={15} />
        </button>
      }
    >
      <div className="info">
        <p>{children}</p>
        <ul aria-label="Sources">
          {sources.map((source) => (
            <li key={source.url}>
              <a href={source.url} target="_blank" rel="noreferrer">
                {source.text}
              </a>
            </li>
          ))}
        </ul>
      </div>
    </Popover>
  )
}
