import { useNumbersExport } from '../../state/export-numbers'
import { hasLens, useShown } from '../../state/shown'
import { classes } from '../../ui/classes'
import { FaultCard } from '../../ui/fault-card'
import { NotYet } from '../../ui/not-yet'
import { StepDetail } from './step-detail'
import { StepsTable } from './steps-table'
import './steps-view.css'

/** The path as numbers: a row a step, and all that is known of the selected one. */
export function StepsView() {
  const shown = useShown()
  const fault = useNumbersExport((numbers) => numbers.fault)
  if (!shown) return <NotYet what="its steps in numbers" />
  const { trajectory, stale } = shown
  const withLens = hasLens(trajectory)
  return (
    <div className="steps">
      {fault && (
        <div className="steps-fault">
          <FaultCard fault={fault} title="The numbers were not saved" />
        </div>
      )}
      <div className={classes('steps-body', stale && 'stale')} aria-busy={stale}>
        <StepsTable trajectory={trajectory} hasLens={withLens} />
        {!withLens && (
          <p className="steps-no-lens">
            {trajectory.model.name} ends in vectors and has no unembedding, so there is no logit lens to read words
            with.
          </p>
        )}
        <StepDetail trajectory={trajectory} />
      </div>
    </div>
  )
}
