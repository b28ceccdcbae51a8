import type { Prompt, TextPrompt } from '../../shared/contract'
import { Fault } from '../../shared/fault'
import type { TokenInfo } from '../../shared/model-info'
import type { PromptTokenizer } from '../tokenizer'
import type { OpenedModel } from './opened-model'

/** A prompt as the model sees it; refused where it is empty, too long or holds ids that the model has no row for. */
export async function readPrompt(model: OpenedModel, prompt: Prompt): Promise<TokenInfo[]> {
  const { info } = model
  const tokens = await tokensOf(model, prompt)
  if (tokens.length === 0 || ('text' in prompt && prompt.text === '')) {
    throw Fault.input('The prompt is empty', { place: 'prompt', remedy: 'Type some words.' })
  }
  const strange = tokens.findIndex(({ id }) => id >= info.vocabulary)
  if (strange >= 0) {
    throw Fault.input(`The token id ${tokens[strange]!.id} is not in the vocabulary of ${info.name}`, {
      place: `token ${strange} of the prompt`,
      remedy:
        'ids' in prompt
          ? `Give ids from 0 to ${info.vocabulary - 1}.`
          : 'Its tokenizer.json belongs to another model; put the right one there.',
    })
  }
  const over = tokens.length - info.context
  if (over > 0) {
    throw Fault.input(`The prompt has ${tokens.length} tokens; ${info.name} reads ${info.context} at most`, {
      place: `token ${info.context} of the prompt`,
      remedy: `Shorten it by ${over === 1 ? 'one token' : `${over} tokens`}.`,
    })
  }
  return tokens
}

/** The text that an id stands for; the id itself where there is no tokenizer. */
export async function textsOf(model: OpenedModel): Promise<(id: number) => string> {
  const tokenizer = await model.tokenizer()
  return tokenizer ? (id) => tokenizer.text(id) : (id) => String(id)
}

async function tokensOf(model: OpenedModel, prompt: Prompt): Promise<TokenInfo[]> {
  if ('ids' in prompt) {
    const text = await textsOf(model)
    return prompt.ids.map((id) => ({ id, text: text(id), special: false }))
  }
  return encodePrompt(await demandTokenizer(model), prompt)
}

/** Words as the model sees them, in the template that they are to be in. */
export function encodePrompt(tokenizer: PromptTokenizer, { text, special, chat }: TextPrompt): TokenInfo[] {
  return chat ? tokenizer.encodeChat(text) : tokenizer.encode(text, { special })
}

export async function demandTokenizer(model: OpenedModel) {
  const tokenizer = await model.tokenizer()
  if (tokenizer) return tokenizer
  throw Fault.input('There is no tokenizer.json beside the weights, so words cannot be read', {
    file: model.info.path,
    place: 'tokenizer.json',
    remedy: 'Put the model’s own tokenizer.json there, or give token ids.',
  })
}
