import type { FigureKind } from '../../../../shared/figures/figure-spec'
import { showExport } from '../../../state/windows'
import type { ViewFigure } from '../../../ui/view'
import { frontView, views } from '../../layout'

/** Every figure that a view offers, in the order of the views' tabs. */
export const viewFigures: readonly ViewFigure[] = [...views]
  .sort((one, other) => Number(other.place === 'centre') - Number(one.place === 'centre'))
  .flatMap((view) => view.figures ?? [])

export function viewFigure(kind: FigureKind): ViewFigure {
  return viewFigures.find((figure) => figure.kind === kind) ?? viewFigures[0]!
}

/** Opens the export dialog on the figure of the view in front; on the path's where that view has none. */
export function exportFront(): void {
  const view = frontView()
  showExport((view?.shownFigure?.() ?? view?.figures?.[0])?.kind ?? 'trajectory')
}
