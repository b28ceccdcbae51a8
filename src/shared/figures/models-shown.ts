import { distinctNames, type ModelPaths, type TwoModels } from '../two-models'
import type { ShownContexts } from './contexts-shown'
import type { ModelsMeasure } from './models-spec'
import { fixed, percent } from './numbers'

/** Which of the two the others are measured against. */
const reference = 1

/** Two models' paths as the picture of contexts draws them: A the model, B the reference. */
export function shownModels({ models, tokens, position, view }: TwoModels, paths: ModelPaths): ShownContexts {
  const [own] = models
  const { stations, basis, distances, cosines, parting, words } = paths
  return {
    contexts: {
      model: own,
      device: own.device,
      view,
      stations,
      contexts: models.map(({ fromStore }, index) => ({ tokens, position, fromStore, path: paths.paths[index]! })),
      basis,
      pairs: [{ a: 0, b: 1, distances, cosines, parting }],
      parting,
      words: words.map(({ model, ...word }) => ({ ...word, context: model })),
    },
    letters: [0, 1],
    active: reference,
    names: distinctNames(models),
  }
}

export function measuresOf(paths: ModelPaths, measure: ModelsMeasure): readonly number[] {
  const values = { distance: paths.distances, relative: paths.relative, cosine: paths.cosines }
  return values[measure]
}

/** One value as it is written beside the chart. */
export function measureText(value: number, measure: ModelsMeasure): string {
  if (measure === 'relative') return percent(value)
  return measure === 'cosine' ? fixed(value, 5) : fixed(value, value < 1 ? 3 : value < 10 ? 2 : 1)
}
