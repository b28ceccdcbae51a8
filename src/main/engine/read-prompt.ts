import type { DecoderPrompt, Prompt, TextPrompt } from '../../shared/contract'
import { Fault } from '../../shared/fault'
import type { TokenInfo } from '../../shared/model-info'
import type { FloatTensor } from '../../shared/tensor'
import type { Batch } from '../inference'
import type { PromptTokenizer } from '../tokenizer'
import { readEncoderStates } from './encoder-states'
import { readGivenInputs } from './given-inputs'
import { readMediaPrompt } from './media-prompt'
import { startTokenOf } from './model-info-of'
import type { OpenedModel } from './opened-model'

/** A prompt as the model sees it. */
export interface ReadPrompt {
  /** Of an encoder–decoder the encoder's, and then the decoder's. */
  readonly tokens: readonly TokenInfo[]
  readonly batch: Batch
  /** What the decoder reads where that comes from no text. */
  readonly states: FloatTensor | null
}

/**
 * Refused is a prompt that is empty, too long, holds ids that the model has no row for, or lacks what the model reads beside
 * it.
 */
export async function readPrompt(model: OpenedModel, prompt: Prompt): Promise<ReadPrompt> {
  const { shape, info } = model
  const media = await readMediaPrompt(model, prompt)
  if (media) {
    const { tokens, given } = media
    const beside = await readGivenInputs(model, prompt)
    return {
      tokens,
      batch: { tokenIds: [tokens.map(({ id }) => id)], given: new Map([...beside, ...given]) },
      states: null,
    }
  }
  const tokens = await tokensOf(model, prompt)
  const own = tokens.filter(({ side }) => side !== 'decoder')
  if (own.length === 0 || ('text' in prompt && prompt.text === '' && !info.givenStates)) {
    throw Fault.input('The prompt is empty', { place: 'prompt', remedy: 'Type some words.' })
  }
  demandFit(model, own, shape.encoder?.sizes ?? shape.sizes, prompt, 'prompt')
  const ids = own.map(({ id }) => id)
  const states = await readEncoderStates(model, prompt)
  const given = await readGivenInputs(model, prompt)
  const beside = { ...(states ? { encoderStates: states } : {}), ...(given.size > 0 ? { given } : {}) }
  if (shape.encoder === null) return { tokens, batch: { tokenIds: [ids], ...beside }, states }
  const said = tokens.slice(own.length)
  demandFit(model, said, shape.sizes, prompt.decoder ?? { text: '' }, 'decoder’s prompt')
  return { tokens, batch: { tokenIds: [ids], decoderTokenIds: [said.map(({ id }) => id)], ...beside }, states }
}

/** Null where there is none, or one that makes no sense: ids run without. */
export function tokenizerIfRead(model: OpenedModel): Promise<PromptTokenizer | null> {
  return model.tokenizer().catch((error: unknown) => {
    if (error instanceof Fault && error.data.kind === 'input') return null
    throw error
  })
}

/** The text that an id stands for; the id itself where no tokenizer can be read. */
export async function textsOf(model: OpenedModel): Promise<(id: number) => string> {
  const tokenizer = await tokenizerIfRead(model)
  return tokenizer ? (id) => tokenizer.text(id) : (id) => String(id)
}

/** A prompt's tokens, however many; none of an empty text, for which the tokenizer is not read. */
export async function tokensOf(model: OpenedModel, prompt: Prompt): Promise<TokenInfo[]> {
  const { shape, info } = model
  const media = await readMediaPrompt(model, prompt)
  if (media) return [...media.tokens]
  if ('file' in prompt) return []
  if (shape.encoder === null) {
    if (prompt.decoder !== undefined) {
      throw Fault.input(`${info.name} is no encoder–decoder, and reads one text`, {
        place: 'decoder’s prompt',
        remedy: 'Leave the second one out.',
      })
    }
    return info.givenStates ? begun(model, prompt) : plainTokens(model, prompt)
  }
  const own = await plainTokens(model, prompt)
  const said = await begun(model, prompt.decoder ?? { text: '' })
  return [
    ...own.map((token) => ({ ...token, side: 'encoder' as const })),
    ...said.map((token) => ({ ...token, side: 'decoder' as const })),
  ]
}

async function plainTokens(model: OpenedModel, prompt: TextPrompt | { ids: number[] }): Promise<TokenInfo[]> {
  if ('ids' in prompt) {
    const text = await textsOf(model)
    return prompt.ids.map((id) => ({ id, text: text(id), special: false }))
  }
  return prompt.text === '' ? [] : encodePrompt(await demandTokenizer(model), prompt)
}

/**
 * What a decoder has said so far: its start token, and words without what a tokenizer puts at their end, since in training they
 * were shifted by one (transformers' shift_tokens_right). Ids are taken as they are.
 */
async function begun(model: OpenedModel, prompt: DecoderPrompt): Promise<TokenInfo[]> {
  const words = await plainTokens(model, prompt)
  if ('ids' in prompt) return words
  const last = words.findLastIndex(({ special }) => !special)
  const kept = last < 0 ? words : words.slice(0, last + 1)
  const start = startToken(model)
  if (kept[0]?.id === start) return kept
  const text = await textsOf(model)
  return [{ id: start, text: text(start), special: true }, ...kept]
}

function startToken({ files, info }: OpenedModel): number {
  const id = startTokenOf(files)
  if (id !== null) return id
  throw Fault.input('The config does not say with which token the decoder begins', {
    file: info.path,
    place: 'decoder_start_token_id in config.json',
    remedy: 'Give the decoder’s token ids.',
  })
}

/** Words as the model sees them, in the template that they are to be in. */
export function encodePrompt(tokenizer: PromptTokenizer, { text, special, chat }: TextPrompt): TokenInfo[] {
  return chat ? tokenizer.encodeChat(text) : tokenizer.encode(text, { special })
}

export async function demandTokenizer(model: OpenedModel) {
  const tokenizer = await model.tokenizer()
  if (tokenizer) return tokenizer
  if (model.files.metadata !== null) {
    throw Fault.input('The file holds no tokenizer, so words cannot be read', {
      file: model.info.path,
      place: 'key tokenizer.ggml.model',
      remedy: 'Give token ids.',
    })
  }
  throw Fault.input('There is no tokenizer.json beside the weights, so words cannot be read', {
    file: model.info.path,
    place: 'tokenizer.json',
    remedy: 'Put the model’s own tokenizer.json there, or give token ids.',
  })
}

function demandFit(
  { info }: OpenedModel,
  tokens: readonly TokenInfo[],
  { vocabulary, context }: { readonly vocabulary: number; readonly context: number | null },
  prompt: object,
  which: string,
): void {
  const strange = tokens.findIndex(({ id }) => id >= vocabulary)
  if (strange >= 0) {
    throw Fault.input(`The token id ${tokens[strange]!.id} is not in the vocabulary of ${info.name}`, {
      place: `token ${strange} of the ${which}`,
      remedy:
        'ids' in prompt
          ? `Give ids from 0 to ${vocabulary - 1}.`
          : 'Its tokenizer.json belongs to another model; put the right one there.',
    })
  }
  const over = context === null ? 0 : tokens.length - context
  if (over > 0) {
    throw Fault.input(`The ${which} has ${tokens.length} tokens; ${info.name} reads ${context} at most`, {
      place: `token ${context} of the ${which}`,
      remedy: `Shorten it by ${over === 1 ? 'one token' : `${over} tokens`}.`,
    })
  }
}
