import { AnatomyFigure, anatomyHeight } from '../../../shared/figures/anatomy-figure'
import type { AnatomySpec, MatrixSpec } from '../../../shared/figures/anatomy-spec'
import { figureCells, MatrixFigure, weightTitle } from '../../../shared/figures/matrix-figure'
import {
  keyOf,
  useAgainst,
  useAnatomy,
  useAnatomyChoices,
  useCells,
  useChosenWeight,
  useMatrixFacts,
  useSpectrum,
  wholeWindow,
} from '../../state/anatomy'
import { useSession } from '../../state/session'
import type { FigureOffer, Paper, ViewFigure } from '../../ui/view'

/** Bars of all models, and the open one's layers. */
export const anatomyFigure: ViewFigure = {
  kind: 'anatomy',
  title: 'Where the parameters are',
  ofRun: false,
  use: useAnatomyFigure,
}

/** The window of the matrix that is looked at. */
export const matrixFigure: ViewFigure = { kind: 'matrix', title: 'A weight matrix', ofRun: false, use: useMatrixFigure }

function useNamed() {
  const model = useSession((session) => session.model)
  return model && { version: 1 as const, prompt: null, model: { name: model.name, fingerprint: model.fingerprint } }
}

function useAnatomyFigure(): FigureOffer | null {
  const common = useNamed()
  const { answer } = useAnatomy(true)
  const others = useAgainst()
  const against = useAnatomyChoices((choices) => choices.against)
  if (!common || !answer || others.length !== against.length) return null
  const models = [answer, ...others]
  const spec = (paper: Paper): AnatomySpec => ({ ...common, ...paper, kind: 'anatomy', against: [...against] })
  return {
    spec,
    draw: (paper) => <AnatomyFigure spec={spec(paper)} models={models} />,
    nameParts: ['anatomy'],
    aspect: (width) => anatomyHeight(models, width) / width,
  }
}

function useMatrixFigure(): FigureOffer | null {
  const common = useNamed()
  const { weight } = useChosenWeight()
  const { measure, window } = useAnatomyChoices()
  const facts = useMatrixFacts(weight)
  const cells = useCells(weight, figureCells)
  const { answer: spectrum, stale: before } = useSpectrum(weight)
  if (!common || !weight || !facts.answer || facts.stale || !cells.answer || cells.stale) return null
  const known = spectrum && !before && keyOf(spectrum.weight) === keyOf(weight) ? spectrum : null
  const spec = (paper: Paper): MatrixSpec => ({
    ...{ ...common, ...paper, ...(window ?? wholeWindow(weight)), kind: 'matrix', measure },
    weight: { name: weight.name, part: weight.part },
    spectrum: known !== null,
  })
  const [shownFacts, shownCells] = [facts.answer, cells.answer]
  return {
    spec,
    draw: (paper) => <MatrixFigure spec={spec(paper)} facts={shownFacts} cells={shownCells} spectrum={known} />,
    nameParts: ['matrix', weightTitle(weight)],
    aspect: 0.8,
  }
}
