import type { TokenizerKeys } from './tokenizer-keys'
import type { Vocabulary } from './vocabulary'

/** The tokens that have a name, by their ids. */
export interface NamedTokens {
  readonly bos: number | undefined
  readonly eos: number | undefined
  readonly unk: number | undefined
  readonly sep: number | undefined
  readonly pad: number | undefined
  readonly mask: number | undefined
}

/** What stands around each text, in order; the keys that say so, for faults. */
export interface Around {
  readonly before: readonly (keyof NamedTokens)[]
  readonly after: readonly (keyof NamedTokens)[]
}

/** The separator's key is written so in all files. */
const idKeys: Readonly<Record<keyof NamedTokens, string>> = {
  bos: 'tokenizer.ggml.bos_token_id',
  eos: 'tokenizer.ggml.eos_token_id',
  unk: 'tokenizer.ggml.unknown_token_id',
  sep: 'tokenizer.ggml.seperator_token_id',
  pad: 'tokenizer.ggml.padding_token_id',
  mask: 'tokenizer.ggml.mask_token_id',
}

/** `usual` are those that llama.cpp assumes for a kind of tokenizer where the file names none. */
export function readNamedTokens(
  keys: TokenizerKeys,
  { tokens }: Vocabulary,
  usual: Partial<Readonly<Record<keyof NamedTokens, number>>> = {},
): NamedTokens {
  const read = (name: keyof NamedTokens): number | undefined => {
    const assumed = usual[name]
    const known = assumed !== undefined && assumed < tokens.length ? assumed : undefined
    return keys.tokenId(idKeys[name], tokens.length) ?? known
  }
  return {
    bos: read('bos'),
    eos: read('eos'),
    unk: read('unk'),
    sep: read('sep'),
    pad: read('pad'),
    mask: read('mask'),
  }
}

/** The names as a tokenizer's config has them; chat templates ask for some. */
export function configOf(named: NamedTokens, { tokens }: Vocabulary): Record<string, string> {
  const known = Object.entries(named).filter(([, id]) => id !== undefined)
  return Object.fromEntries(known.map(([name, id]) => [`${name}_token`, tokens[id]!]))
}

/** Whether texts begin and end with a mark: what the file says, or what llama.cpp does for such files. */
export function readAround(keys: TokenizerKeys, usual: { readonly bos: boolean; readonly eos: boolean }): Around {
  return {
    before: (keys.boolean('tokenizer.ggml.add_bos_token') ?? usual.bos) ? ['bos'] : [],
    after: (keys.boolean('tokenizer.ggml.add_eos_token') ?? usual.eos) ? ['eos'] : [],
  }
}

/** A template that adds these tokens; null where there are none. Throws an `input` fault for one that the file does not name. */
export function templateOf(
  { before, after }: Around,
  named: NamedTokens,
  { tokens }: Vocabulary,
  keys: TokenizerKeys,
): { readonly type: string; readonly single: readonly object[] } | null {
  if (before.length + after.length === 0) return null
  const marked = (name: keyof NamedTokens) => {
    const id = named[name]
    if (id === undefined)
      throw keys.fault('Texts are to have a token around them that the file does not name', idKeys[name])
    return { SpecialToken: { id: tokens[id]!, type_id: 0 } }
  }
  const text = { Sequence: { id: 'A', type_id: 0 } }
  return { type: 'TemplateProcessing', single: [...before.map(marked), text, ...after.map(marked)] }
}
