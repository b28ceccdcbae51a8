import { frameContexts } from '../../../shared/figures/contexts-layout'
import { pathsFilm } from '../../../shared/figures/film/paths-film'
import { ModelHeadsFigure } from '../../../shared/figures/model-heads-figure'
import { ModelsFigure, modelsPicture } from '../../../shared/figures/models-figure'
import { shownModels } from '../../../shared/figures/models-shown'
import type { ModelHeadsSpec, ModelsSpec, WeightErrorsSpec } from '../../../shared/figures/models-spec'
import { SimilarityFigure } from '../../../shared/figures/similarity-figure'
import type { SimilaritySpec } from '../../../shared/figures/similarity-spec'
import { homeCamera, reshaped } from '../../../shared/figures/trajectory-cameras'
import { WeightErrorsFigure } from '../../../shared/figures/weight-errors-figure'
import { errorRows } from '../../../shared/figures/weight-errors-map'
import { isAbsent } from '../../../shared/two-models'
import { usePlaces } from '../../state/attention'
import { useSelection } from '../../state/selection'
import { useSimilarity, useSimilarityChoices, useSimilarityQuestion } from '../../state/similarity'
import { useModelsChoices, useTwoModels } from '../../state/two-models'
import { useModelsLook, useModelsQuestion, useWeightsLook } from '../../state/two-models-look'
import { usePathsSettings } from '../../ui/paths-settings'
import type { FigureOffer, Paper, ViewFigure } from '../../ui/view'

/** Paths and chart together, as the view shows them. */
export const modelsFigure: ViewFigure = { kind: 'models', title: 'Two models’ paths', use: useModelsFigure }

/** The map of heads. */
export const modelHeadsFigure: ViewFigure = { kind: 'model-heads', title: 'Two models’ patterns', use: useHeadsFigure }

/** The map of CKA. */
export const similarityFigure: ViewFigure = {
  kind: 'similarity',
  title: 'Two models’ similarity',
  use: useSimilarityFigure,
}

/** The map of weights; as a table, every one of them. */
export const weightErrorsFigure: ViewFigure = {
  kind: 'weight-errors',
  title: 'Two models’ weights',
  ofRun: false,
  use: useWeightErrorsFigure,
}

function useRun() {
  const question = useModelsQuestion()
  const { answer, stale } = useModelsLook(true)
  if (!question || !answer || stale) return null
  const [model, reference] = answer.models
  const { prompt, other, axes } = question
  const named = ({ name, fingerprint }: typeof model) => ({ name, fingerprint })
  const { position, view } = answer
  return {
    answer,
    other,
    view,
    axes,
    common: { version: 1 as const, model: named(model), other: named(reference), prompt, position },
    token: answer.tokens[position]!.text,
  }
}

function useModelsFigure(): FigureOffer | null {
  const run = useRun()
  const { measure, camera, aspect } = useModelsChoices.getState()
  const selected = useSelection((selection) => selection.station)
  const { words, station, settings } = usePathsSettings()
  if (!run || isAbsent(run.answer.paths)) return null
  const { answer, common, other, view, axes, token } = run
  const { paths } = run.answer
  const shown = shownModels(answer, paths)
  const spec = (paper: Paper): ModelsSpec => {
    const picture = modelsPicture(paper)
    const framed = frameContexts(shown)
    return {
      ...{ ...common, ...paper, kind: 'models', view, measure, words, station: station ? selected : null },
      camera: camera ? reshaped(camera, aspect, picture) : homeCamera(framed, picture),
      ...(axes.length > 0 ? { axes } : {}),
    }
  }
  return {
    spec,
    draw: (paper) => <ModelsFigure spec={spec(paper)} answer={answer} paths={paths} />,
    *film(paper, settings) {
      const at = yield* pathsFilm(spec(paper), shown, modelsPicture, settings)
      return (frame) => <ModelsFigure answer={answer} paths={paths} {...at(frame)} />
    },
    nameParts: ['two models', token],
    other,
    aspect: 0.85,
    settings,
  }
}

function useHeadsFigure(): FigureOffer | null {
  const run = useRun()
  const rows = useModelsChoices((choices) => choices.rows)
  const places = usePlaces()
  if (!run || isAbsent(run.answer.patterns)) return null
  const { answer, common, other, token } = run
  const { patterns } = run.answer
  const spec = (paper: Paper): ModelHeadsSpec => ({ ...common, ...paper, kind: 'model-heads', rows })
  return {
    spec,
    draw: (paper) => <ModelHeadsFigure spec={spec(paper)} answer={answer} places={places} patterns={patterns} />,
    nameParts: ['two models', 'heads', token],
    other,
    aspect: (width) => Math.min(1.2, Math.max(0.3, (92 + 16 * patterns.length) / width)),
  }
}

function useSimilarityFigure(): FigureOffer | null {
  const question = useSimilarityQuestion()
  const { answer, stale } = useSimilarity(true)
  const estimate = useSimilarityChoices((choices) => choices.estimate)
  if (!question || !answer || stale) return null
  const { other, prompts } = question
  const [model, reference] = answer.models.map(({ name, fingerprint }) => ({ name, fingerprint }))
  const [prompt, ...more] = prompts
  const spec = (paper: Paper): SimilaritySpec => ({
    ...{ ...paper, kind: 'similarity', version: 1, model: model!, other: reference!, prompt: prompt!, more, estimate },
  })
  return {
    spec,
    draw: (paper) => <SimilarityFigure spec={spec(paper)} answer={answer} />,
    nameParts: ['two models', 'cka'],
    other,
    aspect: (width) => Math.min(1.3, Math.max(0.35, (92 + 22 * answer.stations[0].length) / width)),
  }
}

function useWeightErrorsFigure(): FigureOffer | null {
  const { answer, stale } = useWeightsLook(true)
  const other = useTwoModels((state) => state.reference?.path)
  if (!answer || stale || other === undefined) return null
  const [model, reference] = answer.models.map(({ name, fingerprint }) => ({ name, fingerprint }))
  const spec = (paper: Paper): WeightErrorsSpec => ({
    ...{ ...paper, kind: 'weight-errors', version: 1, model: model!, other: reference!, prompt: null },
  })
  const { rows } = errorRows(answer.tensors)
  return {
    spec,
    draw: (paper) => <WeightErrorsFigure spec={spec(paper)} answer={answer} />,
    nameParts: ['two models', 'weights'],
    other,
    aspect: (width) => Math.min(1.2, Math.max(0.3, (92 + 22 * rows.length) / width)),
  }
}
