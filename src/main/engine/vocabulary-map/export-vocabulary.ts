import { atOnce } from '../../../shared/slices'
import type { MapFileFormat } from '../../../shared/vocabulary-map'
import {
  readVocabularyMap,
  readVocabularyWords,
  type VocabularyMap,
  type VocabularyWords,
} from '../../../shared/vocabulary-map'
import { arraysOf, type Cell, csvText, figureNpz, figureSafetensors } from '../../export'
import { fileOf, originOf } from '../export-figure'
import { breathe } from '../long-call'
import type { RunOptions } from '../run-options'
import { type MapRequest, type MapTools, mapVocabulary, native } from './map-vocabulary'
import { vocabularyWords } from './vocabulary-words'

export interface ExportRequest extends MapRequest {
  readonly format: MapFileFormat
  /** Of the program. */
  readonly version: string
}

/** Where every word is and what is known of it, a row each, as a file. */
export async function exportVocabulary(tools: MapTools, request: ExportRequest, options: RunOptions): Promise<File> {
  const { format, version, ...asked } = request
  const { model } = asked
  const map = readVocabularyMap(await (await mapVocabulary(tools, asked, options)).arrayBuffer())
  const file = await native(tools)(() => vocabularyWords(tools, asked, options), options.signal)
  const words = atOnce(readVocabularyWords(await file.arrayBuffer()))
  const origin = originOf(version, model, [], null, map.device, null)
  options.onProgress?.({ stage: 'storing', done: null, total: null })
  await breathe(options.signal)
  const rows = vocabularyRows(words, map)
  const content = async () => {
    if (format === 'csv') return csvText(rows)
    if (format === 'npz') return figureNpz(arraysOf(rows), origin)
    if (format === 'safetensors') return figureSafetensors(arraysOf(rows), origin)
    return vocabularyJson(words, map, rows, { ...origin })
  }
  return fileOf(model, 'vocabulary', format, await content())
}

const columns = ['id', 'word', 'x', 'y', 'z', 'norm', 'rank', 'script', 'length', 'cluster'] as const

/** A row for each word, by token id, with a header. A word without a rank has none. */
function vocabularyRows(words: VocabularyWords, map: VocabularyMap): Cell[][] {
  return [
    [...columns],
    ...words.texts.map((text, id) => [
      id,
      text,
      ...[0, 1, 2].map((axis) => shortest(map.positions[3 * id + axis]!)),
      shortest(words.norms[id]!),
      words.ranks.of[id]! < 0 ? null : words.ranks.of[id]!,
      words.scripts[words.scriptOf[id]!]!.name,
      words.lengths[id]!,
      map.clusterOf[id]!,
    ]),
  ]
}

/** What is said of the map, and the rows as lists by column; not indented, since there are many. */
function vocabularyJson(words: VocabularyWords, map: VocabularyMap, rows: Cell[][], origin: object): string {
  const { positions: _, clusterOf: __, fromStore: ___, milliseconds: ____, ...facts } = map
  const { from, words: ranked, note } = words.ranks
  const lists = Object.fromEntries(columns.map((name, column) => [name, rows.slice(1).map((row) => row[column])]))
  return `${JSON.stringify({ provenance: origin, vocabulary: { ...facts, ranks: { from, words: ranked, note }, columns: lists } })}\n`
}

/** As many digits as tell one F32 from the next. */
function shortest(value: number): number {
  return Number(value.toPrecision(9))
}
