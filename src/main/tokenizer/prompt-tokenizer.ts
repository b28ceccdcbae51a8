import type { Tokenizer } from '@huggingface/tokenizers'
import { Fault } from '../../shared/fault'
import type { TokenInfo } from '../../shared/model-info'
import type { TokenText } from './token-text'

/** What turns a prompt into a model's tokens: the value that leaves this room. */
export interface PromptTokenizer {
  /**
   * As the model sees it, with what the tokenizer's template adds (marked `special`; a special token typed in the text is
   * not). Throws an `input` fault for a character that the vocabulary has neither a token nor an unknown token for.
   */
  encode(text: string): TokenInfo[]
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
  /** One more than the highest id. A model's vocabulary may be padded beyond it. */
  readonly size: number
}

/** Stands for the text's own tokens while the template is read. Not a token, since it holds a null character. */
const ownTokens = '\0text'

/** `file` is for messages. Throws an `input` fault for a template whose tokens the vocabulary lacks. */
export function promptTokenizer(library: Tokenizer, toText: TokenText, file: string): PromptTokenizer {
  const model = library.model!
  const text = (id: number) => {
    const token = library.id_to_token(id)
    return token === undefined ? `[${id}]` : toText(token)
  }
  const info = (id: number, special: boolean): TokenInfo => ({ id, text: text(id), special })
  // The library's own ids, which are undefined where neither the token nor an unknown token is in the vocabulary.
  const idsOf = (prompt: string): readonly (number | undefined)[] =>
    library.encode(prompt, { add_special_tokens: false }).ids

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

  return {
    encode(prompt) {
      const own = idsOf(prompt).map((id) => {
        if (id !== undefined) return info(id, false)
        throw Fault.input('The prompt holds a character that the tokenizer has no token for', {
          file,
          remedy: 'Leave it out, or give token ids.',
        })
      })
      return template.flatMap((added) => added ?? own)
    },
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
    size: model.vocab.length,
  }
}
