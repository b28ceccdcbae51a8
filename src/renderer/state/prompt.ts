import type { Prompt } from '../../shared/contract'
import type { ModelInfo } from '../../shared/model-info'
import { parseTokenIds } from './token-ids'

/** The sentence as the engine takes it: words, or ids where no tokenizer lies beside the weights. */
export function promptOf(model: ModelInfo, text: string): Prompt {
  return model.tokenizerMissing === null ? { text } : { ids: parseTokenIds(text, model.vocabulary) }
}
