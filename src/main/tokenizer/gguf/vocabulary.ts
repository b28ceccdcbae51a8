import type { TokenizerKeys } from './tokenizer-keys'

/** What a token is to llama.cpp, by the numbers of its files (`llama_token_type` in llama.h). */
export const tokenTypes = ['undefined', 'normal', 'unknown', 'control', 'own', 'unused', 'byte'] as const
export type TokenType = (typeof tokenTypes)[number]

export interface Vocabulary {
  /** By id. No two are alike, and none is empty. */
  readonly tokens: readonly string[]
  readonly types: readonly TokenType[]
  readonly ids: ReadonlyMap<string, number>
}

const mostTokens = 1 << 24
const tokensKey = 'tokenizer.ggml.tokens'
const typesKey = 'tokenizer.ggml.token_type'

/** Throws an `input` fault for tokens that are missing, come twice, or do not fit their types. */
export function readVocabulary(keys: TokenizerKeys): Vocabulary {
  const given = keys.strings(tokensKey)
  if (given === undefined || given.length === 0) throw keys.fault('The file has no tokens', tokensKey)
  if (given.length > mostTokens) throw keys.fault(`The file has more than ${mostTokens} tokens`, tokensKey)
  // As llama.cpp names them.
  const tokens = given.map((token, id) => token || `[EMPTY_${id}]`)
  const ids = new Map<string, number>()
  for (const [id, token] of tokens.entries()) {
    const first = ids.get(token)
    if (first !== undefined) {
      throw keys.fault(`The tokens ${first} and ${id} are the same, ${JSON.stringify(token.slice(0, 40))}`, tokensKey)
    }
    ids.set(token, id)
  }
  return { tokens, types: readTypes(keys, tokens), ids }
}

function readTypes(keys: TokenizerKeys, tokens: readonly string[]): TokenType[] {
  const given = keys.integers(typesKey) ?? tokens.map(() => 1)
  if (given.length !== tokens.length) {
    throw keys.fault(`The file has types for ${given.length} tokens, and ${tokens.length} tokens`, typesKey)
  }
  return given.map((number, id) => {
    const type = tokenTypes[number]
    if (type === undefined) throw keys.fault(`Token ${id} has the type ${number}, which is not known`, typesKey)
    return controls.has(tokens[id]!) ? 'control' : type
  })
}

/** Tokens that llama.cpp takes for marks whatever the file says, since converters have left some as plain (llama-vocab.cpp). */
const controls: ReadonlySet<string> = new Set([
  '<|eot_id|>',
  '<|eom_id|>',
  '<|im_end|>',
  '<|end|>',
  '<|return|>',
  '<|call|>',
  '<|endoftext|>',
  '<|end_of_text|>',
  '<end_of_turn>',
  '<end_of_utterance>',
  '<EOT>',
  '_<EOT>',
  '[EOT]',
  '<｜end▁of▁sentence｜>',
])

/** One number for each token. Throws an `input` fault where there are more or fewer. */
export function readScores(keys: TokenizerKeys, { tokens }: Vocabulary): readonly number[] {
  const key = 'tokenizer.ggml.scores'
  const scores = keys.numbers(key)
  if (scores === undefined) throw keys.fault('The file has no scores for its tokens', key)
  if (scores.length === tokens.length) return scores
  throw keys.fault(`The file has scores for ${scores.length} tokens, and ${tokens.length} tokens`, key)
}
