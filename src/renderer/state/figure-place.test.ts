import { describe, expect, it } from 'vitest'
import { plainFigureSpec } from '../../shared/figures/figure-spec'
import type { ModelInfo } from '../../shared/model-info'
import { placeOfFigure } from './figure-place'

const model = {
  ...{ kind: 'decoder', layers: 6, heads: 4, encoder: null, givenStates: false, tokenizerMissing: null },
} as ModelInfo
const paper = {
  ...{ version: 1, theme: 'light', width: 600, height: 400 },
  model: { name: 'm', fingerprint: 'f' },
  prompt: { text: 'The Tower', special: false },
}
const placeOf = (spec: object) => placeOfFigure(plainFigureSpec.parse({ ...paper, ...spec }), model, '/m', null)

describe('where a saved figure leads back to', () => {
  it('is the query and key of a head, at the station of its layer', () => {
    const place = placeOf({ kind: 'query-key', layer: 3, head: 1, query: 4, key: 2, temperature: 1 })
    expect(place).toMatchObject({ model: '/m', text: 'The Tower', position: 4, source: 2, head: 1, station: 7 })
    expect(place.reading.special).toBe(false)
  })

  it('is the heads that were chosen together', () => {
    const chosen = [{ layer: 1, head: 2 }]
    expect(placeOf({ kind: 'attention-matrix', shown: 'chosen-mean', layer: 0, head: 0, chosen }).together).toEqual(
      chosen,
    )
  })

  it('is the sentences of several contexts, each with its token', () => {
    const camera = { azimuth: 0, elevation: 0, distance: 3, target: [0, 0, 0], fov: 30 }
    const items = ['a', 'b', 'c'].map((text, letter) => ({ prompt: { text }, position: letter, letter }))
    const rest = { view: 'raw', measure: 'cosine', camera, words: 10, station: null }
    const place = placeOf({ kind: 'contexts', items, active: 1, ...rest })
    expect(place).toMatchObject({ text: 'b', position: 1, active: 1, match: 'hand', view: 'raw' })
    expect(place.others.map(({ text, position }) => [text, position])).toEqual([
      ...[
        ['a', 0],
        ['c', 2],
      ],
    ])
  })

  it('cannot be a sentence of token ids where the window asks for words', () => {
    expect(() => placeOf({ kind: 'lens', watch: null, prompt: { ids: [1, 2] } })).toThrow('token ids')
  })
})
