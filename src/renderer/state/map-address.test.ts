import { describe, expect, it } from 'vitest'
import { readMap, usualMap, writeMap } from './map-address'

describe('the map in an address', () => {
  it('is nothing while all is as usual', () => {
    expect(writeMap(usualMap)).toBe('')
    expect(readMap(null)).toEqual(usualMap)
  })

  it('holds what differs, and comes back whole', () => {
    const choices = {
      ...usualMap,
      layout: 'umap',
      umap: { neighbours: 40, minimumDistance: 0.5, seed: 7 },
      flat: true,
    } as const
    expect(Object.keys(JSON.parse(writeMap(choices)))).toEqual(['layout', 'umap', 'flat'])
    expect(readMap(writeMap(choices))).toEqual(choices)
  })

  it.each(['{', '[]', '{"layout":"tsne"}', '{"umap":{"neighbours":1e9}}', 'null', '{"labels":-3}'])(
    'is as usual where somebody wrote %s',
    (text) => expect(readMap(text)).toEqual(usualMap),
  )
})
