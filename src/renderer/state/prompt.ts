import type { Prompt, TextPrompt } from '../../shared/contract'
import type { ModelInfo } from '../../shared/model-info'
import type { Reading } from './reading'
import { parseTokenIds } from './token-ids'

/** The sentence as the engine takes it: words, or ids where no tokenizer lies beside the weights. */
export function promptOf(model: ModelInfo, text: string, reading: Reading): Prompt {
  return model.tokenizerMissing === null ? textPromptOf(text, reading) : { ids: parseTokenIds(text, model.vocabulary) }
}

/** Only what is not as usual is said, so that one way to read a sentence has one form. */
export function textPromptOf(text: string, { special, chat }: Reading): TextPrompt {
  if (chat) return { text, chat }
  return special ? { text } : { text, special }
}
