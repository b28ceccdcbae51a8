import { createElement } from 'react'
import { attentionPlaces } from '../../../shared/attention-places'
import { Fault } from '../../../shared/fault'
import { pathsFilm } from '../../../shared/figures/film/paths-film'
import { ModelHeadsFigure } from '../../../shared/figures/model-heads-figure'
import { ModelsFigure, modelsPicture } from '../../../shared/figures/models-figure'
import { shownModels } from '../../../shared/figures/models-shown'
import type { ModelHeadsSpec, ModelsSpec, WeightErrorsSpec } from '../../../shared/figures/models-spec'
import { contextsSpace } from '../../../shared/figures/space/contexts-space'
import { WeightErrorsFigure } from '../../../shared/figures/weight-errors-figure'
import { type Absent, isAbsent } from '../../../shared/two-models'
import { compareModels } from '../compare-models'
import { compareWeights } from '../compare-weights'
import { demandOther } from './demand-other'
import type { Draw, DrawRequest } from './figure'

type Spec = ModelsSpec | ModelHeadsSpec | WeightErrorsSpec

/** A row of the table for each station, with the points of both paths in the one basis. */
export const drawModels: Draw<ModelsSpec> = async (tools, request, options) => {
  const { spec } = request
  const { position, view, axes } = spec
  const answer = await compareModels(tools, { ...request, other: demandOther(request), position, view, axes }, options)
  const paths = demandPart(answer.paths, request)
  const shown = shownModels(answer, paths)
  const points = (of: string) => [1, 2, 3].map((axis) => `${of}_pc${axis}`)
  const header = ['station', 'layer', 'kind', 'tap', 'distance', 'of_step', 'cosine', ...points('a'), ...points('b')]
  const rows = paths.stations.map(({ layer, kind, tap }, station) => [
    ...[station, layer, kind, tap, paths.distances[station]!, paths.relative[station]!, paths.cosines[station]!],
    ...paths.paths[0][station]!,
    ...paths.paths[1][station]!,
  ])
  return {
    element: createElement(ModelsFigure, { spec, answer, paths }),
    table: [header, ...rows],
    space: contextsSpace(spec, shown, modelsPicture(spec)),
    *film(settings) {
      const at = yield* pathsFilm(spec, shown, modelsPicture, settings)
      return (frame) => createElement(ModelsFigure, { answer, paths, ...at(frame) })
    },
    json: answer,
    tokens: answer.tokens,
    name: `models-${answer.tokens[position]!.text.trim()}`,
  }
}

/** A row of the table for each head. */
export const drawModelHeads: Draw<ModelHeadsSpec> = async (tools, request, options) => {
  const { spec, model } = request
  const { position } = spec
  const asked = { ...request, other: demandOther(request), position, view: 'raw' as const }
  const answer = await compareModels(tools, asked, options)
  const patterns = demandPart(answer.patterns, request)
  const places = attentionPlaces(model.info)
  const rows = patterns.flatMap((heads, at) =>
    heads.map(({ row, mean }, head) => [places[at]!.name, head, row, mean] as const),
  )
  const named = patterns.map((heads, at) => ({ attention: places[at]!.at, heads }))
  return {
    element: createElement(ModelHeadsFigure, { spec, answer, places, patterns }),
    table: [['layer', 'head', 'at_token', 'mean'], ...rows],
    json: { models: answer.models, tokens: answer.tokens, position, patterns: named },
    tokens: answer.tokens,
    name: `model-heads-${answer.tokens[position]!.text.trim()}`,
  }
}

/** A row of the table for each weight; one that cannot be compared says why in the last column. */
export const drawWeightErrors: Draw<WeightErrorsSpec> = async (_, request, options) => {
  const { spec, model } = request
  const answer = await compareWeights(model, demandOther(request), options)
  const header = [
    ...['tensor', 'shape', 'dtype', 'reference_dtype', 'bytes', 'reference_bytes'],
    ...['relative', 'rms', 'largest', 'cosine', 'note'],
  ]
  const rows = answer.tensors.map(({ name, shape, stored: [own, reference], error }) => [
    ...[name, shape.join('x'), own.dtype, reference.dtype, own.bytes, reference.bytes],
    ...(isAbsent(error)
      ? [null, null, null, null, error.absent]
      : [error.relative, error.rms, error.largest, error.cosine, null]),
  ])
  return {
    element: createElement(WeightErrorsFigure, { spec, answer }),
    table: [header, ...rows],
    json: answer,
    tokens: [],
    name: 'weight-errors',
  }
}

function demandPart<T extends object>(part: T | Absent, { other }: DrawRequest<Spec>): T {
  if (!isAbsent(part)) return part
  throw Fault.input(part.absent, {
    ...(other ? { file: other.info.path } : {}),
    remedy: 'Draw another figure of the two, or choose another reference.',
  })
}
