import { AnglesFigure } from '../../../shared/figures/angles-figure'
import { ArithmeticFigure, arithmeticHeight } from '../../../shared/figures/arithmetic-figure'
import { DirectionFigure } from '../../../shared/figures/direction-figure'
import type { AnglesSpec, ArithmeticSpec, DirectionSpec, ProbeSpec } from '../../../shared/figures/direction-specs'
import { ProbeFigure } from '../../../shared/figures/probe-figure'
import { termsText } from '../../../shared/word-arithmetic'
import { useAnglesLook, useArithmeticLook, useDirectionLook, useDirections, useProbeLook } from '../../state/directions'
import type { FigureOffer, Paper, ViewFigure } from '../../ui/view'

const notOfRun = { ofRun: false } as const

/** Where two lists lie along a direction. */
export const directionFigure: ViewFigure = {
  ...notOfRun,
  kind: 'direction',
  title: 'Words along a direction',
  use: useDirectionFigure,
}

/** The words nearest to a sum. */
export const arithmeticFigure: ViewFigure = {
  ...notOfRun,
  kind: 'arithmetic',
  title: 'Word arithmetic',
  use: useArithmeticFigure,
}

/** A probe's accuracy by station. */
export const probeFigure: ViewFigure = { ...notOfRun, kind: 'probe', title: 'Linear probe', use: useProbeFigure }

/** Angles between saved directions. */
export const anglesFigure: ViewFigure = {
  ...notOfRun,
  kind: 'angles',
  title: 'Angles between directions',
  use: useAnglesFigure,
}

const common = ({ name, fingerprint }: { name: string; fingerprint: string }) =>
  ({ version: 1, model: { name, fingerprint }, prompt: null }) as const

function useDirectionFigure(): FigureOffer | null {
  const { answer, stale } = useDirectionLook(true)
  if (!answer || stale) return null
  const { direction, third } = answer
  const beside = third
    ? { third: { name: third.name, entries: [...third.entries.map(({ text }) => text), ...third.leftOut] } }
    : {}
  const spec = (paper: Paper): DirectionSpec => ({
    ...{ ...common(answer.model), ...paper, kind: 'direction', direction },
    ...beside,
  })
  return {
    spec,
    draw: (paper) => <DirectionFigure spec={spec(paper)} look={answer} />,
    nameParts: ['direction', direction.name],
    aspect: third ? 0.68 : 0.55,
  }
}

function useArithmeticFigure(): FigureOffer | null {
  const { answer, stale } = useArithmeticLook(true)
  if (!answer || stale) return null
  const { question, terms } = answer
  const spec = (paper: Paper): ArithmeticSpec => ({ ...common(answer.model), ...paper, kind: 'arithmetic', question })
  return {
    spec,
    draw: (paper) => <ArithmeticFigure spec={spec(paper)} answer={answer} />,
    nameParts: [termsText(terms)],
    aspect: (width) => arithmeticHeight(answer, width) / width,
  }
}

function useProbeFigure(): FigureOffer | null {
  const { answer, stale } = useProbeLook(true)
  const question = useDirections((directions) => directions.probe)
  if (!answer || stale || !question) return null
  const spec = (paper: Paper): ProbeSpec => ({ ...common(answer.model), ...paper, kind: 'probe', question })
  return {
    spec,
    draw: (paper) => <ProbeFigure spec={spec(paper)} probe={answer} />,
    nameParts: ['probe', ...answer.ends],
    aspect: 0.5,
  }
}

function useAnglesFigure(): FigureOffer | null {
  const { answer, stale } = useAnglesLook(true)
  if (!answer || stale || answer.directions.length === 0) return null
  const { directions } = answer
  const spec = (paper: Paper): AnglesSpec => ({ ...common(answer.model), ...paper, kind: 'angles', directions })
  return {
    spec,
    draw: (paper) => <AnglesFigure spec={spec(paper)} angles={answer} />,
    nameParts: ['angles'],
    aspect: (width) => Math.min(0.9, (90 + 44 * directions.length) / width),
  }
}
