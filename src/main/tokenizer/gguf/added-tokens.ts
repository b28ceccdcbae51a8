import type { TokenizerKeys } from './tokenizer-keys'
import type { Vocabulary } from './vocabulary'

export type AddedToken = {
  readonly id: number
  readonly content: string
  readonly special: boolean
  readonly normalized: false
  readonly lstrip?: boolean
  readonly rstrip?: boolean
}

/**
 * The tokens that are found in a text as they are written, before anything else is done to it: marks, and those of the model's
 * own (`tokenizer_st_partition` in llama-vocab.cpp).
 */
export function readAddedTokens(keys: TokenizerKeys, { tokens, types }: Vocabulary): AddedToken[] {
  const strips = readStrips(keys)
  const added: AddedToken[] = []
  for (const [id, content] of tokens.entries()) {
    const type = types[id]
    if (type !== 'control' && type !== 'unknown' && type !== 'own') continue
    added.push({ id, content, special: type !== 'own', normalized: false, ...strips(content) })
  }
  return added
}

/** Which tokens take white space away beside them. Files do not say; llama.cpp knows it by the model's name, and so it is here. */
function readStrips(keys: TokenizerKeys): (token: string) => { lstrip?: true; rstrip?: true } {
  const pre = keys.string('tokenizer.ggml.pre') ?? ''
  const name = (keys.string('general.name') ?? '').toLowerCase()
  const architecture = keys.string('general.architecture') ?? ''
  if (/jina-v2-(de|es|code)/.test(pre) || /nomic-bert-moe|jina-bert-v3/.test(architecture)) {
    return (token) => (token === '<mask>' ? { lstrip: true } : {})
  }
  if (/phi-?3/.test(name)) {
    return (token) => (['<unk>', '<s>', '<|endoftext|>'].includes(token) ? {} : { rstrip: true })
  }
  if (name.includes('modern-bert')) return (token) => (token === '[MASK]' ? { lstrip: true } : {})
  return () => ({})
}
