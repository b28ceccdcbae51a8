import { pageAspect, pageModels, pageSpec, useFigurePage } from '../../../state/figure-page'
import { useFigurePresets } from '../../../state/figure-presets'
import type { FigureOffer, Paper, ViewFigure } from '../../../ui/view'
import { DrawnPage } from './drawn-page'
import { PageContents } from './page-contents'

/** The page of panels that is being composed; its panels may be of other sentences and models than those that are open. */
export const pageFigure: ViewFigure = {
  kind: 'panels',
  title: 'Page of panels',
  ofRun: false,
  use: usePageFigure,
  contents: PageContents,
}

function usePageFigure(): FigureOffer | null {
  const page = useFigurePage()
  const letters = useFigurePresets(({ chosen }) => chosen.letters)
  if (page.panels.length === 0) return null
  const models = pageModels(page)
  const spec = (paper: Paper) => pageSpec(page, letters, paper)
  return {
    spec,
    draw: (paper) => <DrawnPage spec={spec(paper)} models={models} />,
    nameParts: ['panels'],
    ...models,
    ...(page.paper ? { paper: page.paper } : {}),
    aspect: (width) => pageAspect(page, width),
  }
}
