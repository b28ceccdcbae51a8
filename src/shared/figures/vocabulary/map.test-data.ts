import type { MapQuestion, VocabularyMap, VocabularyPath, VocabularyWords } from '../../vocabulary-map'
import { usualUmap } from '../../vocabulary-map'

const model = { name: 'made', fingerprint: 'f'.repeat(64) }
const groups = [
  { script: 'Latin', letters: 'abcdefghijklmnopqrstuvwxyz', center: [4, 0, 0] },
  { script: 'Cyrillic', letters: 'абвгдежзиклмнопрстуфхцчшы', center: [-3, 3, 1] },
  { script: 'Common', letters: '0123456789', center: [0, -4, -2] },
] as const

/** So many words of a script each around a place of its own, the same at every call: a tenth of them digits. */
export function madeWords(count: number): VocabularyWords {
  const groupOf = (id: number) => (id % 10 === 9 ? 2 : id % 10 > 6 ? 1 : 0)
  const texts = Array.from({ length: count }, (_, id) => {
    const { letters } = groups[groupOf(id)]!
    let text = ''
    for (let rest = id + 40; rest > 0; rest = Math.floor(rest / letters.length)) text += letters[rest % letters.length]
    return id % 3 === 2 ? text : ` ${text}`
  })
  const scriptOf = Uint16Array.from(texts, (_, id) => groupOf(id))
  return {
    model,
    of: 'embedding',
    dModel: 8,
    texts,
    scripts: groups.map(({ script }, index) => ({
      name: script,
      words: scriptOf.filter((one) => one === index).length,
    })),
    ranks: { from: 'merges', words: count, note: 'The order of merges.', of: Int32Array.from(texts, (_, id) => id) },
    norms: Float32Array.from(texts, (_, id) => 1 + (id % 100) / 50),
    scriptOf,
    lengths: Uint16Array.from(texts, (text) => [...text.trim()].length),
  }
}

export const madeQuestion: MapQuestion = {
  of: 'embedding',
  rows: 'unit',
  layout: { kind: 'pca' },
  clusters: { count: 3, seed: 1 },
}

/** A map of those words: a ball for each script. */
export function madeMap(words: VocabularyWords, layout: MapQuestion['layout']['kind'] = 'pca'): VocabularyMap {
  const next = seeded()
  const count = words.texts.length
  const positions = new Float32Array(count * 3)
  for (let id = 0; id < count; id++) {
    const { center } = groups[words.scriptOf[id]!]!
    for (let axis = 0; axis < 3; axis++)
      positions[id * 3 + axis] = center[axis]! + 1.2 * (next() + next() + next() - 1.5)
  }
  return {
    model,
    device: 'cpu',
    question: layout === 'umap' ? { ...madeQuestion, layout: usualUmap } : madeQuestion,
    words: count,
    dModel: words.dModel,
    fromStore: false,
    milliseconds: 12,
    basis: layout === 'umap' ? null : { shares: [0.31, 0.2, 0.11], hash: 'h', residual: 1e-7, directions: [] },
    umap:
      layout === 'umap'
        ? { neighbours: { found: 'exactly' }, epochs: 200, milliseconds: { neighbours: 5, layout: 7 } }
        : null,
    clusters: groups.map((_, index) => ({
      words: words.scripts[index]!.words,
      nearest: [0, 1, 2].map((rank) => {
        const id = words.scriptOf.indexOf(index) + rank * 10
        return { id, text: words.texts[id] ?? '', cosine: 0.9 }
      }),
    })),
    positions,
    clusterOf: words.scriptOf,
  }
}

/** A path over it of two layers. */
export const madePath: VocabularyPath = {
  model,
  device: 'cpu',
  tokens: [{ id: 3, text: ' rb', special: false }],
  position: 0,
  placed: 'projected',
  note: 'Projected.',
  stations: [
    { tap: 'hook_embed', layer: -1, kind: 'embed', at: [3, 0, 0], nearest: [] },
    { tap: 'blocks.0.hook_resid_mid', layer: 0, kind: 'attention', at: [1, 1, 0], nearest: [] },
    { tap: 'blocks.0.hook_resid_post', layer: 0, kind: 'mlp', at: [-1, 0, 1], nearest: [] },
    { tap: 'blocks.1.hook_resid_mid', layer: 1, kind: 'attention', at: [-2, 2, 0], nearest: [] },
    { tap: 'blocks.1.hook_resid_post', layer: 1, kind: 'mlp', at: [-3, 3, 1], nearest: [] },
  ],
}

/** Numbers in [0, 1), the same each time (Park and Miller 1988). */
function seeded(): () => number {
  let state = 42
  return () => {
    state = (state * 48271) % 2147483647
    return state / 2147483647
  }
}
