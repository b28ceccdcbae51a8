import { createElement } from 'react'
import { shownMap } from '../../../shared/figures/vocabulary/shown-map'
import { VocabularyFigure } from '../../../shared/figures/vocabulary-figure'
import type { VocabularySpec } from '../../../shared/figures/vocabulary-spec'
import { atOnce } from '../../../shared/slices'
import { readVocabularyMap, readVocabularyWords } from '../../../shared/vocabulary-map'
import { mapVocabulary } from '../vocabulary-map/map-vocabulary'
import { pathOverMap } from '../vocabulary-map/path-over-map'
import { vocabularyWords } from '../vocabulary-map/vocabulary-words'
import type { Draw } from './figure'

/** A row for each word. */
export const drawVocabulary: Draw<VocabularySpec> = async (tools, { spec, prompt, model, device }, options) => {
  const request = { model, device, ...spec.question }
  const words = atOnce(readVocabularyWords(await (await vocabularyWords(tools, request, options)).arrayBuffer()))
  const map = readVocabularyMap(await (await mapVocabulary(tools, request, options)).arrayBuffer())
  const { position } = spec
  const path =
    prompt === null || position === null ? null : await pathOverMap(tools, { ...request, prompt, position }, options)
  const shown = shownMap(words, map, spec.flat)
  const marked = new Set(spec.marked)
  const { positions, clusterOf } = map
  const rows = words.texts.map((text, id) => [
    ...[id, text, positions[id * 3]!, positions[id * 3 + 1]!, positions[id * 3 + 2]!],
    ...[words.ranks.of[id]! < 0 ? null : words.ranks.of[id]! + 1, words.scripts[words.scriptOf[id]!]?.name ?? ''],
    ...[words.lengths[id]!, words.norms[id]!, clusterOf[id]! + 1, marked.has(id) ? 1 : 0],
  ])
  const stations = path?.stations.map(({ tap, at }) => ({ tap, at })) ?? []
  return {
    element: createElement(VocabularyFigure, { spec, shown, path }),
    table: [['id', 'word', 'x', 'y', 'z', 'rank', 'script', 'length', 'norm', 'cluster', 'is_marked'], ...rows],
    json: {
      ...{ model: map.model, question: map.question, basis: map.basis, umap: map.umap, clusters: map.clusters },
      words: words.texts.map((text, id) => ({ id, text, at: [...positions.subarray(id * 3, id * 3 + 3)] })),
      path: stations,
    },
    tokens: path?.tokens ?? [],
    name: `words-${spec.question.layout.kind}`,
  }
}
