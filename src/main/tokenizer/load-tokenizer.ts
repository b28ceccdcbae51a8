import { dirname } from 'node:path'
import { chatTemplate } from './chat-template'
import { createLibrary } from './create-library'
import { ggufTokenizer } from './gguf/gguf-tokenizer'
import { type PromptTokenizer, promptTokenizer } from './prompt-tokenizer'
import { readChatTemplate } from './read-chat-template'
import { readJson } from './read-json'
import { tokenOrder } from './token-order'
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
  const chat = await readChatTemplate(files, config)
  return promptTokenizer(createLibrary(whole, tokenizerFile), {
    toText: textOf(whole),
    chat,
    mask: config?.mask_token ?? null,
    specials: specialsOf(whole),
    order: () => tokenOrder(whole, null),
    file: tokenizerFile,
    templateAt: {
      file: dirname(tokenizerFile),
      place: 'chat_template.jinja',
      remedy: 'Put the model’s own there, or do without it.',
    },
  })
}

/**
 * The tokenizer that lies in a GGUF file's metadata; null where there is none. Throws an `input` fault naming `file` and key for
 * one that is broken or of a kind that is not known.
 */
export function loadGgufTokenizer(metadata: ReadonlyMap<string, unknown>, file: string): PromptTokenizer | null {
  const found = ggufTokenizer(metadata, file)
  if (found === null) return null
  const { json, tables, named, chatTemplate: text } = found
  const place = 'key tokenizer.chat_template'
  return promptTokenizer(createLibrary(json, file, tables), {
    toText: textOf(json),
    chat: text === null ? null : chatTemplate({ file, place, text }, named),
    mask: named.mask_token ?? null,
    specials: specialsOf(json),
    order: () => tokenOrder(json, tables),
    file,
    templateAt: { file, place, remedy: 'Do without it.' },
  })
}

function textOf({ decoder, pre_tokenizer, normalizer }: TokenizerJson) {
  return tokenTextOf(partsOf(decoder, pre_tokenizer, normalizer))
}

/** Added tokens are marks unless they say that they are not; files of 2020 say nothing. */
function specialsOf({ added_tokens }: TokenizerJson): ReadonlySet<number> {
  return new Set(added_tokens.filter(({ special }) => special !== false).map(({ id }) => id))
}

/** Transformers adds the tokens that the config alone knows, and so does a model trained with them. */
function withAddedTokens(json: TokenizerJson, config: TokenizerConfigJson): TokenizerJson {
  const known = new Set(json.added_tokens.map(({ content }) => content))
  const unknown = Object.entries(config.added_tokens_decoder ?? {})
    .map(([id, token]) => ({ ...token, id: Number(id) }))
    .filter(({ content }) => !known.has(content))
  return { ...json, added_tokens: [...json.added_tokens, ...unknown] }
}
