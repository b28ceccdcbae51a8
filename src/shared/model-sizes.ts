import type { ModelInfo } from './model-info'

type Size = Exclude<keyof NonNullable<ModelInfo['encoder']>, 'start'>

/** A model's size; of an encoder–decoder the encoder's and the decoder's, unless they are the same; null for one that is not known. Layers are each one's own. */
export function sizesOf(model: ModelInfo, what: Size): readonly (number | null)[] {
  const { encoder } = model
  if (encoder === null || (what !== 'layers' && encoder[what] === model[what])) return [model[what]]
  return [encoder[what], model[what]]
}
