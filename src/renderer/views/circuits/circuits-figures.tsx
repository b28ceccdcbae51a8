import { CircuitMatrixFigure, circuitMatrixHeight } from '../../../shared/figures/circuit-matrix-figure'
import type { CircuitMatrixSpec, CircuitSpectrumSpec, CompositionSpec } from '../../../shared/figures/circuit-spec'
import { CircuitSpectrumFigure, circuitSpectrumHeight } from '../../../shared/figures/circuit-spectrum-figure'
import { circuitHead } from '../../../shared/figures/circuit-text'
import { CompositionFigure, compositionHeight } from '../../../shared/figures/composition-figure'
import { useChosenHead, usePlaces } from '../../state/attention'
import { useCircuitChoices, useHeadCircuit, useModelCircuits } from '../../state/circuits'
import type { FigureOffer, Paper, ViewFigure } from '../../ui/view'
import { useThreshold } from './model-section'

/** The chosen head's circuit on words, as the view shows it. */
export const circuitMatrixFigure: ViewFigure = {
  kind: 'circuit-matrix',
  title: 'Circuit on words',
  ofRun: false,
  use: useMatrixFigure,
}

/** Its singular values and directions. */
export const circuitSpectrumFigure: ViewFigure = {
  kind: 'circuit-spectrum',
  title: 'Circuit’s spectrum',
  ofRun: false,
  use: useSpectrumFigure,
}

/** The graph of all heads. */
export const compositionFigure: ViewFigure = {
  kind: 'composition',
  title: 'Composition of heads',
  ofRun: false,
  use: useCompositionFigure,
}

function useHead() {
  const { answer, stale } = useHeadCircuit(true)
  if (!answer || stale) return null
  const { model, layer, head, circuit, norms, offset, biases } = answer
  const common = { version: 1 as const, model, prompt: null, layer, head, circuit, norms, offset, biases }
  return { answer, common, nameParts: [`head ${circuitHead(answer)}`, circuit] }
}

function useMatrixFigure(): FigureOffer | null {
  const head = useHead()
  if (!head?.answer.from?.length || !head.answer.to?.length) return null
  const { answer, common, nameParts } = head
  const [from, to] = [answer.from, answer.to].map((words) => words!.map(({ id }) => id)) as [number[], number[]]
  const spec = (paper: Paper): CircuitMatrixSpec => ({ ...common, ...paper, kind: 'circuit-matrix', from, to })
  return {
    spec,
    draw: (paper) => <CircuitMatrixFigure spec={spec(paper)} answer={answer} />,
    nameParts,
    aspect: (width) => circuitMatrixHeight(answer, width) / width,
  }
}

function useSpectrumFigure(): FigureOffer | null {
  const head = useHead()
  if (!head) return null
  const { answer, common, nameParts } = head
  const spec = (paper: Paper): CircuitSpectrumSpec => ({ ...common, ...paper, kind: 'circuit-spectrum' })
  return {
    spec,
    draw: (paper) => <CircuitSpectrumFigure spec={spec(paper)} answer={answer} />,
    nameParts: [...nameParts, 'spectrum'],
    aspect: (width) => circuitSpectrumHeight(answer, width) / width,
  }
}

function useCompositionFigure(): FigureOffer | null {
  const { answer, stale } = useModelCircuits(true)
  const places = usePlaces()
  const chosen = useChosenHead()
  const { kinds, own } = useCircuitChoices()
  const threshold = useThreshold(answer)
  if (!answer || stale || places.length !== answer.heads.length) return null
  const { model, norms } = answer
  const spec = (paper: Paper): CompositionSpec => ({
    ...{ ...paper, kind: 'composition', version: 1, model, prompt: null, norms, threshold },
    kinds: [...kinds],
    head: own ? chosen : null,
  })
  return {
    spec,
    draw: (paper) => <CompositionFigure spec={spec(paper)} answer={answer} places={places} />,
    nameParts: ['composition'],
    aspect: (width) => compositionHeight(answer, width) / width,
  }
}
