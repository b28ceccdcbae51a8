import { ContextsChart } from '../../../shared/figures/contexts-chart'
import { contextsDescription } from '../../../shared/figures/contexts-figure'
import type { ShownContexts } from '../../../shared/figures/contexts-shown'
import { useContextsChoices } from '../../state/contexts-look'
import { Segmented } from '../../ui/segmented'
import { StationChartBox } from '../../ui/station-chart-box'

const measures = [
  { value: 'distance', label: 'Distance', hint: 'Euclidean, in the raw residual stream' },
  { value: 'cosine', label: 'Cosine', hint: 'Of the angle between the two, in the raw residual stream' },
] as const

/** How far each context is from the active one, by station. */
export function DistanceChart({ shown, stale }: { shown: ShownContexts; stale: boolean }) {
  const measure = useContextsChoices((choices) => choices.measure)
  const what = measure === 'distance' ? 'Distance' : 'Cosine'
  return (
    <StationChartBox
      label={`${what} by station. ${contextsDescription(shown)}`}
      stations={shown.contexts.stations.length}
      stale={stale}
    >
      {(room) => <ContextsChart shown={shown} measure={measure} {...room} />}
    </StationChartBox>
  )
}

/** What is drawn of how far two tokens are apart. */
export function MeasureChoice() {
  const measure = useContextsChoices((choices) => choices.measure)
  return (
    <Segmented
      label="Measure"
      options={measures}
      value={measure}
      onChange={(next) => useContextsChoices.setState({ measure: next })}
    />
  )
}
