import type { Prompt, TextPrompt } from '../../shared/contract'
import type { ModelInfo } from '../../shared/model-info'
import type { Reading } from './reading'
import { parseTokenIds } from './token-ids'

/** The sentence as the engine takes it: words, or ids where no tokenizer lies beside the weights. */
export function promptOf(model: ModelInfo, text: string, reading: Reading): Prompt {
  const { encoder, tokenizerMissing, vocabulary } = model
  if (tokenizerMissing === null) return textPromptOf(model, text, reading)
  const said =
    encoder && reading.said.trim() !== '' ? { decoder: { ids: parseTokenIds(reading.said, vocabulary) } } : {}
  return { ids: parseTokenIds(text, encoder?.vocabulary ?? vocabulary), ...said }
}

/** Only what is not as usual is said, so that one way to read a sentence has one form. */
export function textPromptOf(
  { encoder }: Pick<ModelInfo, 'encoder'>,
  text: string,
  { special, chat, said }: Reading,
): TextPrompt & Pick<Prompt, 'decoder'> {
  const asked = special ? {} : { special }
  const decoder = encoder && said.trim() !== '' ? { decoder: { text: said, ...asked } } : {}
  return chat ? { text, chat, ...decoder } : { text, ...asked, ...decoder }
}
