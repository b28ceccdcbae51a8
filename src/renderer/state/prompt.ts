import type { Prompt, TextPrompt } from '../../shared/contract'
import { Fault } from '../../shared/fault'
import { portText, readGivenInput } from '../../shared/given-input'
import type { ModelInfo } from '../../shared/model-info'
import type { Reading } from './reading'
import { parseTokenIds } from './token-ids'

/** The sentence as the engine takes it: words, or ids where no tokenizer lies beside the weights. */
export function promptOf(model: ModelInfo, text: string, reading: Reading): Prompt {
  const { encoder, tokenizerMissing, vocabulary, reads } = model
  if (reads) return filePromptOf(model, text, reading)
  if (tokenizerMissing === null) return textPromptOf(model, text, reading)
  const said =
    encoder && reading.said.trim() !== '' ? { decoder: { ids: parseTokenIds(reading.said, vocabulary) } } : {}
  return { ids: parseTokenIds(text, encoder?.vocabulary ?? vocabulary), ...said, ...besideOf(model, reading) }
}

/** The path of a file that is read in place of a text. */
export function filePromptOf(model: BesideText, text: string, reading: Reading) {
  return { file: text.trim(), ...besideOf(model, reading) }
}

/** Only what is not as usual is said, so that one way to read a sentence has one form. */
export function textPromptOf(
  model: BesideText & Pick<ModelInfo, 'encoder'>,
  text: string,
  reading: Reading,
): TextPrompt & Pick<Prompt, 'decoder' | 'states' | 'inputs'> {
  const { special, chat, said } = reading
  const asked = special ? {} : { special }
  const decoder = model.encoder && said.trim() !== '' ? { decoder: { text: said, ...asked } } : {}
  const beside = { ...decoder, ...besideOf(model, reading) }
  return chat ? { text, chat, ...beside } : { text, ...asked, ...beside }
}

/** What of a model says what stands beside the words. */
export type BesideText = Pick<ModelInfo, 'givenStates' | 'asked'>

function besideOf({ givenStates, asked }: BesideText, { states, inputs }: Reading): Pick<Prompt, 'states' | 'inputs'> {
  const typed = asked.filter(({ name }) => (inputs[name] ?? '').trim() !== '')
  const given = typed.map((input) => {
    const read = readGivenInput(inputs[input.name]!)
    if (read) return [input.name, read] as const
    throw Fault.input(`What is typed for the input ${input.name} is no list of numbers, and no safetensors file`, {
      place: `input ${input.name}`,
      remedy: `Type ${portText(input)}: numbers with commas between them, or the path of a .safetensors file of one F32 tensor.`,
    })
  })
  return {
    ...(givenStates && states.trim() !== '' ? { states: states.trim() } : {}),
    ...(given.length > 0 ? { inputs: Object.fromEntries(given) } : {}),
  }
}
