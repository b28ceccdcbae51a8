import { AxesChoice } from '../../ui/axes-choice'
import { VectorsChoice } from '../../ui/vectors-choice'

/** The space that the paths are drawn in. */
export function ContextsBar() {
  return (
    <>
      <VectorsChoice />
      <AxesChoice />
    </>
  )
}
