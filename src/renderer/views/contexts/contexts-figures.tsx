import { ContextsFigure, contextsPicture } from '../../../shared/figures/contexts-figure'
import { frameContexts } from '../../../shared/figures/contexts-layout'
import { tokenOf } from '../../../shared/figures/contexts-shown'
import type { ContextsSpec } from '../../../shared/figures/contexts-spec'
import { pathsFilm } from '../../../shared/figures/film/paths-film'
import { homeCamera, reshaped } from '../../../shared/figures/trajectory-cameras'
import { useContextsChoices, useContextsLook, useContextsQuestion } from '../../state/contexts-look'
import { useSelection } from '../../state/selection'
import { useSession } from '../../state/session'
import { usePathsSettings } from '../../ui/paths-settings'
import type { FigureOffer, Paper, ViewFigure } from '../../ui/view'

/** Paths and chart together, as the view shows them. */
export const contextsFigure: ViewFigure = { kind: 'contexts', title: 'Contexts side by side', use: useFigure }

function useFigure(): FigureOffer | null {
  const model = useSession((session) => session.model)
  const question = useContextsQuestion()
  const { answer: shown, stale } = useContextsLook(true)
  const { measure, camera, aspect } = useContextsChoices.getState()
  const selected = useSelection((selection) => selection.station)
  const { words, station, settings } = usePathsSettings()
  if (!model || !question || !shown || stale) return null

  const spec = (paper: Paper): ContextsSpec => {
    const { items, active, view, axes } = question
    const picture = contextsPicture({ ...paper, items: [...items] })
    return {
      ...paper,
      kind: 'contexts',
      version: 1,
      model: { name: model.name, fingerprint: model.fingerprint },
      prompt: items[active]!.prompt,
      items: [...items],
      active,
      view,
      measure,
      camera: camera ? reshaped(camera, aspect, picture) : homeCamera(frameContexts(shown), picture),
      words,
      station: station ? selected : null,
      ...(axes.length > 0 ? { axes: [...axes] } : {}),
    }
  }
  return {
    spec,
    draw: (paper) => <ContextsFigure spec={spec(paper)} shown={shown} />,
    *film(paper, settings) {
      const at = yield* pathsFilm(spec(paper), shown, contextsPicture, settings)
      return (frame) => <ContextsFigure shown={shown} {...at(frame)} />
    },
    nameParts: ['contexts', tokenOf(shown, shown.active)],
    aspect: 0.85,
    settings,
  }
}
