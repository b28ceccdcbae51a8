import { useMemo } from 'react'
import { weightErrorsProps } from '../../../shared/figures/weight-errors-figure'
import { someOf } from '../../../shared/some-of'
import { distinctNames } from '../../../shared/two-models'
import type { WeightErrors } from '../../../shared/weight-errors'
import { MapPicture } from './map-picture'
import { WeightsTable } from './weights-table'

/** A row of the map in pixels, within these bounds of the whole. */
const mapHeights = { row: 20, least: 150, most: 320 }

/** Where the weights differ, as a map, and every one of them in a table. */
export function WeightsSection({ answer }: { answer: WeightErrors }) {
  const map = useMemo(() => weightErrorsProps(answer), [answer])
  const names = distinctNames(answer.models)
  return (
    <div className="models-weights">
      {map.rows.length > 0 ? (
        <MapPicture className="models-weights-map" map={map} heights={mapHeights} />
      ) : (
        <p className="quiet">{emptyMap(answer)}</p>
      )}
      <WeightsTable answer={answer} />
      {answer.alone.map(
        (own, index) =>
          own.length > 0 && (
            <p key={index} className="quiet">
              Only {names[index]} has {someOf(own, 6)}.
            </p>
          ),
      )}
    </div>
  )
}

/** Why no weight stands in the map. */
function emptyMap({ tensors }: WeightErrors): string {
  const compared = tensors.filter(({ error }) => !('absent' in error)).length
  if (tensors.length === 0) return 'No weight of the one goes by the name of one of the other.'
  if (compared === 0) return 'No weight has the same shape in both: the two models are of two sizes.'
  return compared === tensors.length
    ? 'Every weight is the same in both.'
    : 'Every weight that has the same shape in both is the same.'
}
