import type { Anatomy } from '../../../shared/anatomy'
import { showPart, useAnatomyChoices, useChosenWeight } from '../../state/anatomy'
import { Empty } from '../../ui/empty'
import { FaultCard } from '../../ui/fault-card'
import { HeatCanvas } from './heat-canvas'
import { MatrixNumbers } from './matrix-numbers'
import { WeightPickers } from './weight-pickers'

/** One weight of the model: its numbers as a picture, in sum, and its singular values. */
export function MatrixSection({ anatomy }: { anatomy: Anatomy }) {
  const place = useAnatomyChoices((choices) => choices.place)
  const { weights, weight, fault } = useChosenWeight()
  const [first] = anatomy.parts
  // An address may name a part that the model has not.
  const isThere = anatomy.parts.some(
    ({ kind, stack, layer }) => kind === place?.kind && stack === place.stack && layer === place.layer,
  )
  if (!place || !isThere) {
    return (
      <Empty title="Choose a part for its matrix: in the picture, or in the table beside it.">
        {first && (
          <button type="button" className="button" onClick={() => showPart(first)}>
            Show the embedding
          </button>
        )}
      </Empty>
    )
  }
  return (
    <div className="anatomy-matrix">
      <div className="anatomy-map">
        <WeightPickers anatomy={anatomy} place={place} weights={weights} weight={weight} />
        {fault && <FaultCard fault={fault} title="The matrix cannot be shown" />}
        {weight && <HeatCanvas weight={weight} />}
      </div>
      {weight && <MatrixNumbers weight={weight} />}
    </div>
  )
}
