import * as z from 'zod'
import { Fault } from '../../shared/fault'

/** Far above any vocabulary, and low enough for a table of them all. */
const highestId = 1 << 24

const tokenId = z.int().min(0).max(highestId)

/** A normalizer, pre-tokenizer, post-processor or decoder. What one wants besides is the library's to know. */
const part = z.looseObject({
  type: z.string(),
  pattern: z.union([z.object({ String: z.string() }), z.object({ Regex: z.string() })]).optional(),
  content: z.string().optional(),
  behavior: z.string().optional(),
  invert: z.boolean().optional(),
  get normalizers() {
    return z.array(part).optional()
  },
  get pretokenizers() {
    return z.array(part).optional()
  },
  get processors() {
    return z.array(part).optional()
  },
  get decoders() {
    return z.array(part).optional()
  },
})

const optionalPart = part.nullable().default(null)

// By hand, since they have a hundred thousand entries, and a token may be called __proto__.
const idMap = z.custom<Record<string, number>>(isIdMap, `Expected tokens with their ids, from 0 to ${highestId}`)
const scores = z.custom<[string, number][]>(isScores, 'Expected pairs of a token and its score')
const merges = z.custom<string[] | [string, string][]>(isMerges, 'Expected pairs of tokens')

const model = z.discriminatedUnion('type', [
  z.looseObject({ type: z.literal('BPE'), vocab: idMap, merges, unk_token: z.string().nullish() }),
  z.looseObject({ type: z.literal('WordPiece'), vocab: idMap, unk_token: z.string() }),
  z.looseObject({ type: z.literal('WordLevel'), vocab: idMap, unk_token: z.string() }),
  z.looseObject({ type: z.literal('Unigram'), vocab: scores, unk_id: tokenId }),
])

const addedTokens = z.array(z.looseObject({ id: tokenId, content: z.string().min(1) }))

const tokenizerJson = z.looseObject({
  added_tokens: addedTokens.default([]),
  normalizer: optionalPart,
  pre_tokenizer: optionalPart,
  post_processor: optionalPart,
  decoder: optionalPart,
  model,
})

const tokenizerConfigJson = z.looseObject({
  added_tokens_decoder: z
    .record(z.string().regex(/^\d{1,7}$/), z.looseObject({ content: z.string().min(1) }))
    .optional(),
  // Older files write the token with how it strips spaces.
  mask_token: z
    .union([z.string(), z.looseObject({ content: z.string() }).transform(({ content }) => content)])
    .nullish(),
})

export type Part = z.infer<typeof part>
export type TokenizerJson = z.infer<typeof tokenizerJson>
export type TokenizerConfigJson = z.infer<typeof tokenizerConfigJson>

const remedy = 'Fetch the model’s tokenizer again.'

/** What a `tokenizer.json` says, checked as far as we and the library index by it. Throws an `input` fault. */
export function checkTokenizer(value: unknown, file: string): TokenizerJson {
  const typed = withType(value)
  const type = typed?.model?.type
  if (type !== undefined && !['BPE', 'WordPiece', 'WordLevel', 'Unigram'].includes(String(type))) {
    throw Fault.input(`The tokenizer is of the kind ${JSON.stringify(type)}, which is not known`, {
      file,
      place: 'model.type',
      remedy: 'Open a model whose tokenizer is BPE, WordPiece, WordLevel or Unigram, or give token ids.',
    })
  }
  return checked(tokenizerJson, typed ?? value, file)
}

export function checkTokenizerConfig(value: unknown, file: string): TokenizerConfigJson {
  return checked(tokenizerConfigJson, value, file)
}

/** Parts and the parts of their sequences, in the order in which they lie. */
export function partsOf(...roots: readonly (Part | null)[]): Part[] {
  return roots.flatMap((root) => {
    if (root === null) return []
    const { normalizers = [], pretokenizers = [], processors = [], decoders = [] } = root
    return [root, ...partsOf(...normalizers, ...pretokenizers, ...processors, ...decoders)]
  })
}

/** Files of 2020, among them GPT-2's and BERT's own, do not say which kind their model is. */
function withType(value: unknown): { model: Record<string, unknown> } | null {
  const found = z
    .object({ model: z.looseObject({}) })
    .loose()
    .safeParse(value)
  if (!found.success) return null
  const { model } = found.data
  return { ...found.data, model: { type: impliedType(model), ...model } }
}

function impliedType(model: Record<string, unknown>): string {
  if (Array.isArray(model.vocab)) return 'Unigram'
  if ('merges' in model) return 'BPE'
  return 'continuing_subword_prefix' in model ? 'WordPiece' : 'WordLevel'
}

function checked<T>(schema: z.ZodType<T>, value: unknown, file: string): T {
  const parsed = schema.safeParse(value)
  if (parsed.success) return parsed.data
  const { message, path } = parsed.error.issues[0]!
  const place = path.map(String).join('.')
  throw Fault.input(`The tokenizer makes no sense: ${message}`, { file, ...(place && { place }), remedy })
}

function isIdMap(value: unknown): boolean {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return false
  return Object.values(value).every((id) => Number.isInteger(id) && id >= 0 && id <= highestId)
}

function isScores(value: unknown): boolean {
  const isScore = (pair: unknown) =>
    Array.isArray(pair) && pair.length === 2 && typeof pair[0] === 'string' && typeof pair[1] === 'number'
  return Array.isArray(value) && value.length > 0 && value.every(isScore)
}

function isMerges(value: unknown): boolean {
  const isPair = (merge: unknown) =>
    Array.isArray(merge) && merge.length === 2 && merge.every((token) => typeof token === 'string')
  return Array.isArray(value) && (value.every((merge) => typeof merge === 'string') || value.every(isPair))
}
