import type { ReactNode } from 'react'
import './empty.css'

/** What a view says while it has nothing to show: what will be here, and how to get it. */
export function Empty({ title, children }: { title: string; children?: ReactNode }) {
  return (
    <div className="empty">
      <p className="empty-title">{title}</p>
      {children}
    </div>
  )
}
