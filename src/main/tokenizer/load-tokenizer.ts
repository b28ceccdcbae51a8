import { Tokenizer } from '@huggingface/tokenizers'
import { Fault } from '../../shared/fault'
import { likeTokenizers } from './like-tokenizers'
import { type PromptTokenizer, promptTokenizer } from './prompt-tokenizer'
import { readChatTemplate } from './read-chat-template'
import { readJson } from './read-json'
import { tokenTextOf } from './token-text'
import {
  checkTokenizer,
  checkTokenizerConfig,
  partsOf,
  type TokenizerConfigJson,
  type TokenizerJson,
} from './tokenizer-json'

export interface TokenizerFiles {
  /** `tokenizer.json`, absolute. */
  readonly tokenizerFile: string
  /** `tokenizer_config.json`, absolute; null where there is none. */
  readonly tokenizerConfigFile: string | null
  /** `chat_template.jinja`, absolute; null where there is none. */
  readonly chatTemplateFile: string | null
  /** `special_tokens_map.json`, absolute; null where there is none. */
  readonly specialTokensFile: string | null
}

/**
 * Reads a model's tokenizer. Its padding and truncation are left out: a trace has the tokens that were typed. Throws an
 * `input` fault naming file, place and remedy for one that is broken or of a kind that is not known.
 */
export async function loadTokenizer(files: TokenizerFiles): Promise<PromptTokenizer> {
  const { tokenizerFile, tokenizerConfigFile } = files
  const json = checkTokenizer(await readJson(tokenizerFile), tokenizerFile)
  const config =
    tokenizerConfigFile === null ? null : checkTokenizerConfig(await readJson(tokenizerConfigFile), tokenizerConfigFile)
  const whole = config ? withAddedTokens(json, config) : json
  const toText = tokenTextOf(partsOf(whole.decoder, whole.pre_tokenizer, whole.normalizer))
  const chat = await readChatTemplate(files, config)
  return promptTokenizer(createLibrary(whole, tokenizerFile), {
    toText,
    chat,
    mask: config?.mask_token ?? null,
    file: tokenizerFile,
  })
}

/** Transformers adds the tokens that the config alone knows, and so does a model trained with them. */
function withAddedTokens(json: TokenizerJson, config: TokenizerConfigJson): TokenizerJson {
  const known = new Set(json.added_tokens.map(({ content }) => content))
  const unknown = Object.entries(config.added_tokens_decoder ?? {})
    .map(([id, token]) => ({ ...token, id: Number(id) }))
    .filter(({ content }) => !known.has(content))
  return { ...json, added_tokens: [...json.added_tokens, ...unknown] }
}

/** The library reads padding and truncation from nowhere, and of the config only what its own classes lack. */
function createLibrary(json: TokenizerJson, file: string): Tokenizer {
  try {
    const library = new Tokenizer(likeTokenizers(json), { unk_token: json.model.unk_token })
    // A part that is malformed shows when it first works.
    library.encode('A text.')
    return library
  } catch (error) {
    const details = error instanceof Error ? error.message : String(error)
    throw new Fault(
      {
        kind: 'input',
        message: `The tokenizer has a part that is not known: ${details}`,
        file,
        remedy: 'Fetch the model’s tokenizer again; token ids still work without it.',
        details,
      },
      { cause: error },
    )
  }
}
