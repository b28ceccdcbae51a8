import { isDeepStrictEqual } from 'node:util'
import type { Tokenizer } from '@huggingface/tokenizers'
import { Fault } from '../../shared/fault'
import type { TokenInfo } from '../../shared/model-info'
import { alikeAround } from './alike-around'
import type { ChatTemplate } from './chat-template'
import type { TokenOrder } from './token-order'
import type { TokenText } from './token-text'

/** What turns a prompt into a model's tokens: the value that leaves this room. */
export interface PromptTokenizer {
  /**
   * As the model sees it, with what the tokenizer's template adds (marked `special`; a special token typed in the text is
   * not), or without where `special` is false. Throws an `input` fault for a character that the vocabulary has neither a
   * token nor an unknown token for.
   */
  encode(text: string, options?: { readonly special?: boolean | undefined }): TokenInfo[]
  /**
   * The text as one message of a user in the model's chat template, with what asks for the answer. The template says itself
   * which special tokens there are, so that the tokenizer's own adds none, as in transformers. Tokens that come from the chat
   * template alone are marked `special`: those before and after the message that stay the same whatever it says. A token that
   * holds something of both is the message's. Throws an `input` fault where there is no template or it cannot be applied.
   */
  encodeChat(text: string): TokenInfo[]
  /** Whether the tokenizer's template adds tokens, and whether there is a chat template. */
  readonly templates: { readonly special: boolean; readonly chat: boolean }
  /**
   * The text a token id stands for, with its leading space: bytes that are no whole character as `<0xF0>`, a continuation of
   * a WordPiece word with its `##`, and `[320]` for an id that the tokenizer has nothing for.
   */
  text(id: number): string
  /**
   * Single tokens that a typed word may be, in its own case: with a leading space first, then without. Empty when it is more
   * than one token in either form.
   */
  wordIds(word: string): TokenInfo[]
  /** The token that stands for a hidden word in a masked language model; null where the vocabulary has none. */
  readonly maskId: number | null
  /** Whether an id is a mark of the tokenizer's own and no piece of text; null where it has nothing for it. */
  isSpecial(id: number): boolean | null
  /** Made when it is asked for: it goes through all tokens. */
  order(): TokenOrder | null
  /** One more than the highest id. A model's vocabulary may be padded beyond it. */
  readonly size: number
}

/** Stands for the text's own tokens while the template is read. Not a token, since it holds a null character. */
const ownTokens = '\0text'

export interface TokenizerParts {
  readonly toText: TokenText
  readonly chat: ChatTemplate | null
  /** The token that the config says words are hidden behind. */
  readonly mask: string | null
  /** Ids of its marks. */
  readonly specials: ReadonlySet<number>
  order(): TokenOrder | null
  /** Where the tokenizer lies, for messages. */
  readonly file: string
  /** Where a chat template would lie. */
  readonly templateAt: { readonly file: string; readonly place: string; readonly remedy: string }
}

/** What words are hidden behind where the config does not say: BERT's and RoBERTa's own. */
const usualMasks = ['[MASK]', '<mask>']

/**
 * Messages of one character that nobody types, which joins with none beside it. Their bytes differ from the first on; a
 * tokenizer that knows no bytes takes both for the same, and letters stand in.
 */
const probes = [
  ['\ue000', '\uf8ff'],
  ['a', '0'],
] as const

/** The library's own, which are undefined where neither the token nor an unknown token is in the vocabulary. */
type Ids = readonly (number | undefined)[]

/** Throws an `input` fault for a template whose tokens the vocabulary lacks. */
export function promptTokenizer(
  library: Tokenizer,
  { toText, chat, mask, specials, order, file, templateAt }: TokenizerParts,
): PromptTokenizer {
  const model = library.model!
  const text = (id: number) => {
    const token = library.id_to_token(id)
    return token === undefined ? `[${id}]` : toText(token)
  }
  const info = (id: number, special: boolean): TokenInfo => ({ id, text: text(id), special })
  const idsOf = (prompt: string): Ids => library.encode(prompt, { add_special_tokens: false }).ids

  const template = (library.post_processor?.([ownTokens], null, true).tokens ?? [ownTokens]).map((token) => {
    if (token === ownTokens) return null
    const id = library.token_to_id(token)
    if (id !== undefined) return info(id, true)
    throw Fault.input(`The tokenizer’s template adds ${token}, which its vocabulary lacks`, {
      file,
      place: 'post_processor',
      remedy: 'Fetch the model’s tokenizer again.',
    })
  })

  const demanded = (id: number | undefined): number => {
    if (id !== undefined) return id
    throw Fault.input('The prompt holds a character that the tokenizer has no token for', {
      file,
      remedy: 'Leave it out, or give token ids.',
    })
  }

  /** What the tokens of the first two messages are that differ; none where the template drops whatever is said. */
  const probed = (applied: ChatTemplate, now: Date) => {
    for (const pair of probes) {
      const [one, other] = pair.map((probe) => idsOf(applied(probe, now))) as [Ids, Ids]
      if (!isDeepStrictEqual(one, other)) return [one, other]
    }
    return []
  }

  return {
    encode(prompt, { special = true } = {}) {
      const own = idsOf(prompt).map((id) => info(demanded(id), false))
      return special ? template.flatMap((added) => added ?? own) : own
    },
    encodeChat(message) {
      if (chat === null) {
        throw Fault.input('The model has no chat template', templateAt)
      }
      const now = new Date()
      const ids = idsOf(chat(message, now))
      const { before, after } = alikeAround(ids, probed(chat, now))
      return ids.map((id, at) => info(demanded(id), at < before || at >= ids.length - after))
    },
    templates: { special: template.length > 1, chat: chat !== null },
    text,
    wordIds(word) {
      const bare = word.trim()
      if (bare === '') return []
      const inVocabulary = library.token_to_id(bare)
      const whole = inVocabulary !== undefined && text(inVocabulary) === bare ? [inVocabulary] : []
      const forms = [idsOf(` ${bare}`), idsOf(bare), whole]
      const single = forms.flatMap((ids) => (ids.length === 1 ? ids : []))
      const known = single.filter((id) => id !== undefined && (id !== model.unk_token_id || text(id) === bare))
      return [...new Set(known)].map((id) => info(id!, false))
    },
    maskId:
      (mask === null ? usualMasks : [mask]).map((token) => library.token_to_id(token)).find((id) => id !== undefined) ??
      null,
    isSpecial: (id) => (library.id_to_token(id) === undefined ? null : specials.has(id)),
    order,
    size: model.vocab.length,
  }
}
