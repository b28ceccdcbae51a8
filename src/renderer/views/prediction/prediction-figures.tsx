import { LensFigure, lensHeight } from '../../../shared/figures/lens-figure'
import { NextWordsFigure, nextWordsHeight } from '../../../shared/figures/lens-next-words-figure'
import type { LensSpec, NextWordsSpec } from '../../../shared/figures/lens-spec'
import { placeIn, usePrediction } from '../../state/prediction'
import { promptOf } from '../../state/prompt'
import { useSelection } from '../../state/selection'
import { useSession } from '../../state/session'
import type { FigureOffer, Paper, ViewFigure } from '../../ui/view'

/** The map as the view shows it. */
export const lensFigure: ViewFigure = { kind: 'lens', title: 'Logit lens', use: useLensFigure }

/** The bars of the selected position. */
export const nextWordsFigure: ViewFigure = { kind: 'next-words', title: 'Likeliest words', use: useNextWordsFigure }

function useRun() {
  const { answer, stale } = usePrediction(true)
  const model = useSession((session) => session.model)
  const text = useSession((session) => session.text)
  const reading = useSession((session) => session.reading)
  if (!answer || stale || !model) return null
  const { name, fingerprint } = answer.model
  return {
    prediction: answer,
    common: { version: 1 as const, model: { name, fingerprint }, prompt: promptOf(model, text, reading) },
  }
}

function useLensFigure(): FigureOffer | null {
  const run = useRun()
  if (!run) return null
  const { prediction, common } = run
  const spec = (paper: Paper): LensSpec => ({
    ...common,
    ...paper,
    kind: 'lens',
    watch: prediction.watched?.id ?? null,
  })
  return {
    spec,
    draw: (paper) => <LensFigure spec={spec(paper)} prediction={prediction} />,
    nameParts: ['lens'],
    aspect: (width) => lensHeight(prediction, width) / width,
  }
}

function useNextWordsFigure(): FigureOffer | null {
  const run = useRun()
  const selected = useSelection((selection) => selection.position)
  if (!run) return null
  const { prediction, common } = run
  const place = placeIn(prediction, selected)
  const position = prediction.first + place
  const spec = (paper: Paper): NextWordsSpec => ({ ...common, ...paper, kind: 'next-words', position })
  return {
    spec,
    draw: (paper) => <NextWordsFigure spec={spec(paper)} prediction={prediction} />,
    nameParts: ['next after', prediction.tokens[place]!.text],
    aspect: (width) => nextWordsHeight(prediction.positions[place]!.words.length) / width,
  }
}
