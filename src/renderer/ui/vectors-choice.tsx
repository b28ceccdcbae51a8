import { useSelection } from '../state/selection'
import { useSession } from '../state/session'
import { followIfAsked } from '../state/trace'
import { Segmented } from './segmented'

const maps = [
  { value: 'raw', label: 'Raw', hint: 'The residual stream as it is; lengths count' },
  { value: 'unit', label: 'Unit length', hint: 'Each vector divided by its length: directions alone' },
  { value: 'final', label: 'Final norm', hint: 'Through the model’s final norm, as the unembedding reads it' },
] as const

/** The map through which every picture of the residual stream is looked at. */
export function VectorsChoice() {
  const view = useSelection((selection) => selection.view)
  const hasFinalNorm = useSession((session) => session.model?.finalNorm ?? true)
  return (
    <Segmented
      label="Vectors"
      options={maps.filter(({ value }) => value !== 'final' || hasFinalNorm)}
      value={hasFinalNorm || view !== 'final' ? view : 'raw'}
      onChange={(next) => {
        // Another map is another space: a camera turned in the last one would point past the path.
        useSelection.setState({ view: next, camera: null })
        followIfAsked()
      }}
    />
  )
}
