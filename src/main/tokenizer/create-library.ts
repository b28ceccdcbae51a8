import { BPE, type Normalizer, PrecompiledNormalizer, SequenceNormalizer, Tokenizer } from '@huggingface/tokenizers'
import { Fault } from '../../shared/fault'
import { charsmapOf } from './charsmap'
import { likeTokenizers } from './like-tokenizers'
import type { TokenizerJson } from './tokenizer-json'

/**
 * The rank of two neighbours, the lowest of which become one token first; undefined where they stay two. Unlike the merges of
 * `tokenizer.json`, several pairs may have one rank.
 */
export type MergeRanks = (left: string, right: string) => number | undefined

/** A vocabulary as tables, in place of what a model says of it: a hundred thousand entries need not be written out and read again. */
export interface ModelTables {
  /** By id. */
  readonly tokens: readonly string[]
  readonly ids: ReadonlyMap<string, number>
  /** Null for a model without merges. */
  readonly ranks: MergeRanks | null
}

/**
 * The library that encodes, made from a tokenizer that was read from `file`. It reads padding and truncation from nowhere, and of
 * the config only what its own classes lack. Throws an `input` fault for parts that it does not know.
 */
export function createLibrary(json: TokenizerJson, file: string, tables: ModelTables | null = null): Tokenizer {
  try {
    const library = new Tokenizer(likeTokenizers(json), { unk_token: json.model.unk_token })
    if (tables !== null) useTables(library, tables)
    if (library.normalizer) rewriteExactly(library.normalizer)
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

function useTables({ model }: Tokenizer, { tokens, ids, ranks }: ModelTables): void {
  if (!model) return
  model.vocab = [...tokens]
  // Written to while the library is made alone.
  model.tokens_to_ids = ids as Map<string, number>
  const unknown = model.unk_token == null ? undefined : ids.get(model.unk_token)
  if (unknown !== undefined) model.unk_token_id = unknown
  if (ranks === null || !(model instanceof BPE)) return
  // The library asks with the JSON of a pair, and asks nothing else of its map.
  const get = (pair: string) => ranks(...(JSON.parse(pair) as [string, string]))
  model.bpe_ranks = { get } as Map<string, number>
}

/** Gives parts that hold rules for characters those rules. */
function rewriteExactly(normalizer: Normalizer): void {
  if (normalizer instanceof SequenceNormalizer) {
    for (const part of normalizer.normalizers) if (part) rewriteExactly(part)
  }
  if (!(normalizer instanceof PrecompiledNormalizer)) return
  const { precompiled_charsmap: rules } = normalizer.config as { precompiled_charsmap?: unknown }
  if (typeof rules === 'string' && rules !== '') normalizer.normalize = charsmapOf(Buffer.from(rules, 'base64'))
}
