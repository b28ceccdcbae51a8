import type { FloatTensor } from '../../../shared/tensor'
import { readReference } from '../../inference/testing/reference'

/** One prompt of a tiny model, and what PyTorch computed for it (fixtures/make_fixtures.py). */
export interface ReferencePrompt {
  readonly tokenIds: readonly number[]
  readonly tensors: ReadonlyMap<string, FloatTensor>
}

/** The first reference of a model that is one prompt and not several. */
export function readReferencePrompt(model: string): ReferencePrompt {
  const { tokenIds, tensors } = readReference(model).find((one) => one.tokenIds.length === 1)!
  return { tokenIds: tokenIds[0]!, tensors }
}
