import { percent } from '../../../shared/figures/numbers'
import type { VocabularyMap } from '../../../shared/vocabulary-map'
import { duration } from '../../state/format'

/** Whether the layout was made now or kept from before, in what time, and how sure UMAP is of its neighbours. */
export function MapOrigin({ map: { fromStore, milliseconds, umap } }: { map: VocabularyMap }) {
  const time = duration(milliseconds)
  return (
    <p className="quiet vocabulary-origin">
      {fromStore ? `Layout kept from before, made in ${time}.` : `Layout computed in ${time}.`}
      {umap?.neighbours.found === 'approximately' &&
        ` ${percent(umap.neighbours.recall)} of the nearest words were found, by a sample of ${umap.neighbours.sample}.`}
    </p>
  )
}
