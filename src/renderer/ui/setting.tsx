import type { ReactNode } from 'react'

/** A setting of a figure under its name, in the export dialog. */
export function Setting({ label, children }: { label: string; children: ReactNode }) {
  return (
    <div className="export-setting">
      <span className="export-label">{label}</span>
      {children}
    </div>
  )
}
