import { describe, expect, it } from 'vitest'
import { readAnatomy, usualAnatomy, writeAnatomy } from './anatomy-address'

describe('the anatomy in an address', () => {
  it('is nothing while all is as usual', () => {
    expect(writeAnatomy(usualAnatomy)).toBe('')
    expect(readAnatomy(null)).toEqual(usualAnatomy)
  })

  it('holds what differs, and comes back whole', () => {
    const choices = {
      ...usualAnatomy,
      section: 'matrix',
      against: ['gpt-3', 'mixtral-8x7b'],
      length: 4096,
      place: { kind: 'key', stack: 'blocks', layer: 2 },
      weight: { name: 'transformer.h.2.attn.c_attn.weight', part: 'key' },
    } as const
    expect(Object.keys(JSON.parse(writeAnatomy(choices)))).toEqual(['section', 'against', 'length', 'place', 'weight'])
    expect(readAnatomy(writeAnatomy(choices))).toEqual(choices)
    expect(readAnatomy(writeAnatomy({ ...usualAnatomy, against: [] })).against).toEqual([])
  })

  it.each([
    '{',
    '[]',
    'null',
    '{"length":0}',
    '{"place":{"kind":"soul","stack":null,"layer":0}}',
    '{"against":"gpt-3"}',
  ])('is as usual where somebody wrote %s', (text) => expect(readAnatomy(text)).toEqual(usualAnatomy))
})
