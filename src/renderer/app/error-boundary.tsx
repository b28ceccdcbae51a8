import { Component, type ErrorInfo, type ReactNode } from 'react'
import { type FaultData, toFaultData } from '../../shared/fault'
import { Button } from '../ui/button'
import { FaultCard } from '../ui/fault-card'
import '../ui/empty.css'

interface State {
  readonly fault: FaultData | null
}

export interface ErrorBoundaryProps {
  /** The part of the window that failed; the whole window when it has no name. */
  name?: string
  children: ReactNode
}

/** A defect in one view costs that view, not the window; what happened can be copied into a report. */
export class ErrorBoundary extends Component<ErrorBoundaryProps, State> {
  override state: State = { fault: null }

  static getDerivedStateFromError(error: unknown): State {
    return { fault: toFaultData(error) }
  }

  override componentDidCatch(error: unknown, info: ErrorInfo): void {
    const fault = toFaultData(error)
    const details = [fault.details, info.componentStack].filter(Boolean).join('\n')
    this.setState({ fault: { ...fault, details } })
  }

  override render(): ReactNode {
    const { fault } = this.state
    if (!fault) return this.props.children
    const { name } = this.props
    return (
      <div className="empty">
        <FaultCard fault={fault} title={name ? `The view “${name}” failed` : 'The window failed'}>
          <Button onClick={() => (name ? this.setState({ fault: null }) : location.reload())}>
            {name ? 'Draw it again' : 'Reload the window'}
          </Button>
        </FaultCard>
      </div>
    )
  }
}
