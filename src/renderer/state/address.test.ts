import { describe, expect, it } from 'vitest'
import { isStep, nowhere, type Place, readPlace, writePlace } from './address'
import { usualAnatomy } from './anatomy-address'
import { usualMap } from './map-address'

const place: Place = {
  model: '/home/ann/models/SmolLM2 135M',
  against: '/home/ann/models/SmolLM2 & #1.gguf',
  text: 'The Eiffel Tower & é\nis in “Paris”',
  reading: {
    special: false,
    chat: true,
    said: 'La tour & é\n',
    states: '/a b/h.safetensors',
    inputs: { gain: '1, 2', 'a.b': '~/é &.safetensors' },
  },
  position: 4,
  station: 17,
  head: 3,
  together: [
    { layer: 2, head: 0 },
    { layer: 10, head: 11 },
  ],
  source: 1,
  view: 'final',
  axes: [
    {
      name: 'gender & #1',
      ends: ['male', 'female'],
      ...{
        at: 'embedding',
        minus: ['man', 'king'],
        plus: ['woman', 'queen'],
        paired: true,
        state: 'last',
        made: 'means',
      },
      fingerprint: null,
    },
  ],
  watch: 7042,
  story: 'three-moles',
  others: [
    {
      text: 'The Leaning Tower & 3.5 m',
      reading: { special: true, chat: false, said: 'La tour. & 2', states: '~/x.y', inputs: { gain: '0.5' } },
      position: 2,
    },
    {
      text: 'nc.Tokyo\nTower',
      reading: { special: true, chat: false, said: '', states: '', inputs: {} },
      position: null,
    },
    { text: '3.', reading: { special: false, chat: false, said: '', states: '', inputs: {} }, position: null },
    { text: 'c.', reading: { special: false, chat: true, said: '', states: '', inputs: {} }, position: 7 },
    { text: 'n', reading: { special: true, chat: true, said: '', states: '', inputs: {} }, position: null },
  ],
  active: 1,
  match: 'hand',
  map: { ...usualMap, layout: 'umap', umap: { neighbours: 30, minimumDistance: 0.2, seed: 4 }, flat: true, path: true },
  anatomy: { ...usualAnatomy, section: 'matrix', place: { kind: 'key', stack: 'blocks', layer: 2 }, length: 64 },
}

describe('the address', () => {
  it('brings back the place that was written, whatever the path and the sentence hold', () => {
    expect(readPlace(writePlace(place))).toEqual(place)
    expect(readPlace(writePlace({ ...place, model: 'C:\\models\\a#b%20c' }))).toMatchObject({
      model: 'C:\\models\\a#b%20c',
    })
  })

  it('says nothing of contexts where there is one', () => {
    const alone = { ...place, others: [], active: 0, match: 'token' } as const
    expect(writePlace(alone)).not.toMatch(/with|active|match/)
    expect(readPlace(writePlace(alone))).toEqual(alone)
  })

  it('takes no more contexts than eight, and none that it cannot read', () => {
    const many = Array.from({ length: 9 }, (_, index) => `with=${index}.a`).join('&')
    expect(readPlace(`#model=/m&${many}&active=12&match=guess`)).toMatchObject({ active: 7, match: 'token' })
    expect(readPlace(`#model=/m&${many}`).others).toHaveLength(7)
    expect(readPlace('#model=/m&with=none&with=-1.a&active=1')).toMatchObject({ others: [], active: 0 })
  })

  it('says how a sentence is read only where that is not as usual', () => {
    const reading = { special: true, chat: false, said: '', states: '', inputs: {} }
    expect(writePlace({ ...place, reading })).not.toMatch(/special|chat/)
    expect(readPlace('#model=/m&text=a&special=on&chat=perhaps&with=cn.b')).toMatchObject({ reading, others: [] })
  })

  it('is empty when nothing is open', () => {
    expect(writePlace(nowhere)).toBe('')
    expect(readPlace('')).toEqual(nowhere)
  })

  it('leaves what others keep in the fragment as it is', () => {
    expect(writePlace(place, '#key=secret&model=/old')).toMatch(/^#key=secret&model=%2Fhome/)
    expect(writePlace(nowhere, '#key=secret&model=/old')).toBe('#key=secret')
  })

  it('leaves out what does not fit', () => {
    expect(readPlace('#model=/m&position=-1&station=x&together=1.x&view=sideways&watch=1e3')).toEqual({
      ...nowhere,
      model: '/m',
    })
    expect(readPlace('#text=alone')).toEqual(nowhere)
  })

  it('holds nothing that could be taken for the key that the page is opened with', () => {
    expect(new URLSearchParams(writePlace(place).slice(1)).has('token')).toBe(false)
  })

  it('is a step of history for a sentence, how it is read, a token, a context or a view, and not for a scrub', () => {
    expect(isStep(place, { ...place, position: 5 })).toBe(true)
    expect(isStep(place, { ...place, reading: { special: true, chat: true, said: '', states: '', inputs: {} } })).toBe(
      true,
    )
    expect(isStep(place, { ...place, view: 'raw' })).toBe(true)
    expect(isStep(place, { ...place, against: null })).toBe(true)
    expect(isStep(place, { ...place, active: 0 })).toBe(true)
    expect(isStep(place, { ...place, others: place.others.slice(1) })).toBe(true)
    expect(isStep(place, { ...place, station: 3, watch: null })).toBe(false)
  })

  it('leaves out axes that it cannot read', () => {
    for (const axes of ['{', '[1]', '[{"name":"a"}]']) {
      expect(readPlace(`#model=a&axes=${encodeURIComponent(axes)}`).axes).toEqual([])
    }
  })
})
