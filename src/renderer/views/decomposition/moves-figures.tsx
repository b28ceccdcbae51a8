import { stepTitle } from '../../../shared/attention-places'
import { MoveMapFigure, moveMapHeight } from '../../../shared/figures/decomposition-map-figure'
import { MovePartsFigure, partsFigureHeight, rankedParts } from '../../../shared/figures/decomposition-parts-figure'
import type { MoveMapSpec, MovePartsSpec } from '../../../shared/figures/decomposition-spec'
import { useMoveChoices, useMoves } from '../../state/decomposition'
import { promptOf } from '../../state/prompt'
import { useSession } from '../../state/session'
import type { FigureOffer, Paper, ViewFigure } from '../../ui/view'

/** The list of the step's parts, as the view takes it apart. */
export const movePartsFigure: ViewFigure = { kind: 'move-parts', title: 'Parts of the step', use: useMovePartsFigure }

/** The map of the model, as the view counts it. */
export const moveMapFigure: ViewFigure = { kind: 'move-map', title: 'Heads and MLPs', use: useMoveMapFigure }

function useRun() {
  const { answer, stale } = useMoves(true)
  const model = useSession((session) => session.model)
  const text = useSession((session) => session.text)
  const reading = useSession((session) => session.reading)
  if (!answer || stale || !model) return null
  const { position, layer, view } = answer
  const { name, fingerprint } = answer.model
  const prompt = promptOf(model, text, reading)
  return { answer, common: { version: 1 as const, model: { name, fingerprint }, prompt, position, layer, view } }
}

function useMovePartsFigure(): FigureOffer | null {
  const run = useRun()
  const apart = useMoveChoices((choices) => choices.apart)
  if (!run) return null
  const { answer, common } = run
  const height = partsFigureHeight(rankedParts(answer, apart).length)
  const spec = (paper: Paper): MovePartsSpec => ({ ...common, ...paper, kind: 'move-parts', apart })
  return {
    spec,
    draw: (paper) => <MovePartsFigure spec={spec(paper)} answer={answer} />,
    nameParts: ['moves', stepTitle(answer.place, 'attention')],
    aspect: (width) => Math.min(width, height) / width,
  }
}

function useMoveMapFigure(): FigureOffer | null {
  const run = useRun()
  const measure = useMoveChoices((choices) => choices.measure)
  if (!run) return null
  const { answer, common } = run
  const target = measure === 'length' ? null : answer.target
  const spec = (paper: Paper): MoveMapSpec => ({ ...common, ...paper, kind: 'move-map', target })
  return {
    spec,
    draw: (paper) => <MoveMapFigure spec={spec(paper)} answer={answer} />,
    nameParts: ['heads and mlps', answer.tokens[answer.position]!.text],
    aspect: (width) => moveMapHeight(answer, { target }, width) / width,
  }
}
