import type { MergeRanks } from '../create-library'
import { type PartsOfKind, sequence, spacesBack, spacesMarked, split } from './parts-of-kind'
import { type PreTokenizer, preTokenizers } from './pre-tokenizers'
import { readAround, readNamedTokens } from './special-tokens'
import type { TokenizerKeys } from './tokenizer-keys'
import type { Vocabulary } from './vocabulary'

const preKey = 'tokenizer.ggml.pre'
const mergesKey = 'tokenizer.ggml.merges'

/**
 * GPT-2's kind: merges in words, written in bytes. Where words end is what the file says, or `fixed` where its kind knows. Throws
 * an `input` fault for a name of that which is not known: llama.cpp refuses it too, and splits a text somehow where there is none.
 */
export function byteLevelBpe(keys: TokenizerKeys, vocabulary: Vocabulary, fixed?: string): PartsOfKind {
  const pre = readPreTokenizer(keys, fixed)
  const around = readAround(keys, { bos: pre.beginsWithMark !== undefined, eos: false })
  const model = {
    type: 'BPE' as const,
    vocab: {},
    merges: [],
    ignore_merges: pre.ignoresMerges ?? false,
    byte_fallback: pre.isPlain ?? false,
  }
  const splits = pre.splits.map(split)
  return {
    model,
    tables: { ...vocabulary, ranks: readRanks(keys, vocabulary) },
    normalizer: pre.isPlain ? spacesMarked : pre.composes ? { type: 'NFC' } : null,
    preTokenizer: sequence('pretokenizers', pre.isPlain ? splits : [...splits, inBytes]),
    decoder: pre.isPlain ? sequence('decoders', [spacesBack, { type: 'ByteFallback' }]) : { type: 'ByteLevel' },
    named: readNamedTokens(keys, vocabulary),
    around: pre.beginsWithMark === 'always' ? { ...around, before: ['bos'] } : around,
  }
}

const inBytes = { type: 'ByteLevel', add_prefix_space: false, use_regex: false }

function readPreTokenizer(keys: TokenizerKeys, fixed?: string): PreTokenizer {
  const name = fixed ?? keys.string(preKey)
  if (name === undefined) {
    throw keys.fault(
      'The file does not say where its tokenizer’s words end',
      preKey,
      'Convert the model again with a newer llama.cpp, which says it, or give token ids.',
    )
  }
  const known = Object.hasOwn(preTokenizers, name) ? preTokenizers[name] : undefined
  if (known !== undefined) return known
  throw keys.fault(
    `The file’s tokenizer ends words in a way that is not known, ${JSON.stringify(name.slice(0, 40))}`,
    preKey,
    'Give token ids; they work without the tokenizer.',
  )
}

/**
 * The place of a pair among the merges. Pairs that make no token are passed over: converters change how some added tokens are
 * written, and no text comes to these by merging.
 */
function readRanks(keys: TokenizerKeys, { ids }: Vocabulary): MergeRanks {
  const merges = keys.strings(mergesKey)
  if (merges === undefined) throw keys.fault('The file has no merges', mergesKey)
  const broken = merges.findIndex((merge) => !merge.includes(' ', 1))
  if (broken >= 0) throw keys.fault(`Merge ${broken} is no pair of tokens`, mergesKey)
  if (merges.length > 0 && !merges.some((merge) => ids.has(joined(merge)))) {
    throw keys.fault('No merge is of the file’s tokens', mergesKey)
  }
  const ranks = new Map<string, number>()
  // The first of two that are the same counts.
  for (let rank = merges.length - 1; rank >= 0; rank--) ranks.set(merges[rank]!, rank)
  return (left, right) => (ids.has(left + right) ? ranks.get(`${left} ${right}`) : undefined)
}

function joined(merge: string): string {
  const at = merge.indexOf(' ', 1)
  return merge.slice(0, at) + merge.slice(at + 1)
}
