import { expect, it } from 'vitest'
import type { Direction, DirectionAngles } from '../direction'
import { areApart, notesOf } from './angles-figure'

function direction(at: string): Direction {
  return {
    name: at,
    ends: ['a', 'b'],
    at,
    minus: ['a'],
    plus: ['b'],
    paired: false,
    state: 'last',
    made: 'means',
    fingerprint: null,
  }
}

function angles(...places: string[]): DirectionAngles {
  const directions = places.map(direction)
  const cosines = directions.map(() => directions.map(() => 0))
  return {
    model: { name: 'm', fingerprint: 'f' },
    device: 'cpu',
    dModel: 100,
    directions,
    cosines,
    random: 0.1,
    missing: [],
  }
}

it('says that the streams of an encoder and a decoder are two spaces where directions of both stand together', () => {
  const [encoder, decoder, words] = [
    direction('encoder.1.hook_resid_post'),
    direction('decoder.0.hook_resid_mid'),
    direction('embedding'),
  ]
  expect(areApart(encoder, decoder)).toBe(true)
  expect(areApart(encoder, direction('unembedding'))).toBe(true)
  expect(areApart(decoder, direction('unembedding'))).toBe(false)
  expect(areApart(words, decoder)).toBe(false)
  expect(areApart(direction('blocks.0.hook_resid_mid'), words)).toBe(false)
  expect(notesOf(angles('encoder.1.hook_resid_post', 'decoder.0.hook_resid_mid')).at(-1)).toMatch(/^† between/)
  expect(notesOf(angles('encoder.1.hook_resid_post', 'encoder.0.hook_resid_mid'))).toHaveLength(1)
})
