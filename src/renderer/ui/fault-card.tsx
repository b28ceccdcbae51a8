import { CircleAlert } from 'lucide-react'
import type { ReactNode } from 'react'
import { type FaultData, faultLine } from '../../shared/fault'
import { CopyButton } from './copy-button'
import './fault-card.css'

const titles: Record<FaultData['kind'], string> = {
  input: 'That cannot be used',
  environment: 'The machine refused',
  cancelled: 'Stopped',
  lost: 'The engine was restarted',
  internal: 'A defect of Tokentrace',
}

export interface FaultCardProps {
  fault: FaultData
  /** What failed, where that says more than the fault's kind: “The model did not open”. */
  title?: string
  /** What can be done about it from here. */
  children?: ReactNode
}

/** A failure as a person needs it: what, where, what to do about it, and the details for a report. */
export function FaultCard({ fault, title, children }: FaultCardProps) {
  const report = [faultLine(fault), fault.details].filter(Boolean).join('\n\n')
  return (
    <div className="fault" role="alert">
      <CircleAlert className="fault-sign" size={18} />
      <div className="fault-words">
        <p className="fault-title">{title ?? titles[fault.kind]}</p>
        <p>{fault.message.replace(/\.?$/, '.')}</p>
        {fault.remedy !== undefined && <p>{fault.remedy}</p>}
        {(fault.file !== undefined || fault.place !== undefined) && (
          <dl>
            {fault.file !== undefined && (
              <>
                <dt>File</dt>
                <dd className="mono">{fault.file}</dd>
              </>
            )}
            {fault.place !== undefined && (
              <>
                <dt>Place</dt>
                <dd className="mono">{fault.place}</dd>
              </>
            )}
          </dl>
        )}
        <div className="fault-actions">
          {children}
          <CopyButton text={report} label="Copy details" />
        </div>
      </div>
    </div>
  )
}
