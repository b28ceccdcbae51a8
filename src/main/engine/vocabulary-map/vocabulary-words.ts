import type { DeviceWish } from '../../../shared/model-info'
import { packArrays } from '../../../shared/packed-arrays'
import { packTexts } from '../../../shared/packed-texts'
import { inSlices, type Sliced } from '../../../shared/slices'
import type { VocabularyWordsFacts, WordTable } from '../../../shared/vocabulary-map'
import { norm, scriptOfWord } from '../../analysis'
import type { VocabularyProducts } from '../../inference'
import type { PromptTokenizer } from '../../tokenizer'
import { breathe } from '../long-call'
import type { OpenedModel } from '../opened-model'
import { textsOf, tokenizerIfRead } from '../read-prompt'
import type { RunOptions } from '../run-options'
import type { RunTools } from '../run-prompt'
import { demandTable } from '../word-rows'
import { tableRows } from './table-rows'

export interface WordsRequest {
  readonly model: OpenedModel
  readonly device: DeviceWish
  readonly of: WordTable
}

/** What is known of every word without a layout, as `readVocabularyWords` reads it. */
export async function vocabularyWords(
  tools: RunTools,
  { model, device, of }: WordsRequest,
  options: RunOptions,
): Promise<File> {
  demandTable(model, of)
  const { norms, width } = await lengthsOf(tools, { model, device, of }, options)
  await breathe(options.signal)
  const tokenizer = await tokenizerIfRead(model)
  const text = await textsOf(model)
  const count = norms.length
  const { texts, scripts } = await inSlices(written(count, text, tokenizer), async (share) => {
    options.onProgress?.({ stage: 'reading', done: Math.floor(share * count), total: count })
    await breathe(options.signal)
  })
  const found = new Map<string, number>()
  for (const script of scripts) found.set(script, (found.get(script) ?? 0) + 1)
  const names = [...found].sort(([, a], [, b]) => b - a).map(([name, words]) => ({ name, words }))
  const place = new Map(names.map(({ name }, at) => [name, at]))
  const order = tokenizer?.order() ?? null
  const facts: VocabularyWordsFacts = {
    model: { name: model.info.name, fingerprint: model.info.fingerprint },
    of,
    dModel: width,
    scripts: names,
    ranks: { from: order?.from ?? null, words: order?.ranks.size ?? 0, note: rankNotes[order?.from ?? 'nothing'] },
  }
  const packed = packArrays(facts, {
    norms,
    ...packTexts(texts),
    ranks: Int32Array.from(texts, (_, id) => order?.ranks.get(id) ?? -1),
    scripts: Uint16Array.from(scripts, (script) => place.get(script)!),
    lengths: Uint16Array.from(texts, (word) => Math.min(0xffff, [...word.trim()].length)),
  })
  return new File([packed], 'words.bin')
}

const rankNotes = {
  merges:
    'The order in which the tokenizer’s merges make the words: training merged the pair that was most frequent then, so that early words are frequent ones, in the tokenizer’s own texts and not the model’s. Bytes, letters and marks that no merge makes have no rank.',
  scores:
    'The order of the tokenizer’s scores, which are log probabilities of the words in the tokenizer’s own texts, not the model’s.',
  nothing: 'The tokenizer keeps neither merges nor scores, so that nothing says how frequent its words are.',
} as const

function scriptOf(text: string, special: boolean | null): string {
  if (special === null) return 'no token'
  return special ? 'special' : scriptOfWord(text)
}

/** Of a step. */
const wordsAtOnce = 512

function* written(
  count: number,
  text: (id: number) => string,
  tokenizer: PromptTokenizer | null,
): Sliced<{ texts: string[]; scripts: string[] }> {
  const [texts, scripts] = [new Array<string>(count), new Array<string>(count)]
  for (let id = 0; id < count; id++) {
    if (id % wordsAtOnce === 0) yield id / count
    const word = text(id)
    texts[id] = word
    scripts[id] = tokenizer === null ? 'not known' : scriptOf(word, tokenizer.isSpecial(id))
  }
  return { texts, scripts }
}

interface Lengths {
  readonly norms: Float32Array
  readonly width: number
}

/** A large table is gigabytes, and figures and files ask for the words again. */
const known = new WeakMap<OpenedModel, Partial<Record<WordTable, Lengths>>>()

async function lengthsOf(tools: RunTools, { model, device, of }: WordsRequest, options: RunOptions): Promise<Lengths> {
  const kept = known.get(model) ?? {}
  known.set(model, kept)
  kept[of] ??= await tools.runners.use(model, device, options, ({ vocabulary }) =>
    readLengths(model, vocabulary, of, options),
  )
  return kept[of]
}

async function readLengths(
  model: OpenedModel,
  vocabulary: VocabularyProducts,
  of: WordTable,
  options: RunOptions,
): Promise<Lengths> {
  const table = await tableRows(model, vocabulary, of, 'raw')
  const norms = new Float32Array(table.count)
  for await (const { first, rows } of table.all(options)) {
    for (let at = 0; at < rows.shape[0]!; at++) {
      norms[first + at] = norm(rows.data.subarray(at * table.width, (at + 1) * table.width))
    }
  }
  return { norms, width: table.width }
}
