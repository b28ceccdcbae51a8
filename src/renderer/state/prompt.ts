import type { Prompt, TextPrompt } from '../../shared/contract'
import type { ModelInfo } from '../../shared/model-info'
import type { Reading } from './reading'
import { parseTokenIds } from './token-ids'

/** The sentence as the engine takes it: words, or ids where no tokenizer lies beside the weights. */
export function promptOf(model: ModelInfo, text: string, reading: Reading): Prompt {
  const { encoder, tokenizerMissing, vocabulary, givenStates } = model
  if (tokenizerMissing === null) return textPromptOf(model, text, reading)
  const said =
    encoder && reading.said.trim() !== '' ? { decoder: { ids: parseTokenIds(reading.said, vocabulary) } } : {}
  return { ids: parseTokenIds(text, encoder?.vocabulary ?? vocabulary), ...said, ...statesOf({ givenStates }, reading) }
}

/** Only what is not as usual is said, so that one way to read a sentence has one form. */
export function textPromptOf(
  { encoder, givenStates }: Pick<ModelInfo, 'encoder' | 'givenStates'>,
  text: string,
  reading: Reading,
): TextPrompt & Pick<Prompt, 'decoder' | 'states'> {
  const { special, chat, said } = reading
  const asked = special ? {} : { special }
  const decoder = encoder && said.trim() !== '' ? { decoder: { text: said, ...asked } } : {}
  const beside = { ...decoder, ...statesOf({ givenStates }, reading) }
  return chat ? { text, chat, ...beside } : { text, ...asked, ...beside }
}

function statesOf({ givenStates }: Pick<ModelInfo, 'givenStates'>, { states }: Reading): Pick<Prompt, 'states'> {
  return givenStates && states.trim() !== '' ? { states: states.trim() } : {}
}
