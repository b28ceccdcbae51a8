import { describe, expect, it } from 'vitest'
import { attentionPlaces, placeOfStation, stationOfPlace } from './attention-places'
import { residualStations, type TapBlock, type TapStack } from './taps'

const gpt = { kind: 'decoder', layers: 3, heads: 4, encoder: null, givenStates: false } as const
const t5 = { ...gpt, kind: 'encoder-decoder', layers: 2, encoder: { layers: 3, heads: 6 } } as const
const whisper = { ...gpt, kind: 'encoder-decoder', layers: 2, givenStates: true } as const

/** What stations there are is said by the hook points: places are held to them. */
function stationsOf(layers: number, isCrossed: boolean) {
  const before = { before: true, after: false, afterSum: false }
  const block: TapBlock = {
    ...{ parallel: false, rotary: false, mlpKind: 'plain' },
    ...{ attention: before, cross: isCrossed ? before : null, mlp: before },
  }
  const stack: TapStack = {
    ...{ at: 'blocks', positions: false, tokenTypes: false, embedNorm: false, narrowEmbed: false, finalNorm: true },
    blocks: Array.from({ length: layers }, () => block),
  }
  return residualStations(stack)
}

describe('the attentions of a model', () => {
  it('are one a layer', () => {
    expect(attentionPlaces(gpt).map(({ at, name }) => [at, name])).toEqual([
      ['blocks.0.attn', '0'],
      ['blocks.1.attn', '1'],
      ['blocks.2.attn', '2'],
    ])
  })

  it('are of three kinds in an encoder–decoder, each between its own tokens', () => {
    expect(attentionPlaces(t5).map(({ at, queries, keys, heads }) => [at, queries, keys, heads])).toEqual([
      ['encoder.0.attn', 'encoder', 'encoder', 6],
      ['encoder.1.attn', 'encoder', 'encoder', 6],
      ['encoder.2.attn', 'encoder', 'encoder', 6],
      ['decoder.0.attn', 'decoder', 'decoder', 4],
      ['decoder.0.cross_attn', 'decoder', 'encoder', 4],
      ['decoder.1.attn', 'decoder', 'decoder', 4],
      ['decoder.1.cross_attn', 'decoder', 'encoder', 4],
    ])
  })

  it('are of two kinds in a decoder whose encoder is not computed, and the second reads no tokens', () => {
    expect(attentionPlaces(whisper).map(({ at, queries, keys }) => [at, queries, keys])).toEqual([
      ['decoder.0.attn', 'all', 'all'],
      ['decoder.0.cross_attn', 'all', 'states'],
      ['decoder.1.attn', 'all', 'all'],
      ['decoder.1.cross_attn', 'all', 'states'],
    ])
  })

  it.each([
    { what: 'a decoder', model: gpt, side: undefined, stations: stationsOf(3, false) },
    { what: 'an encoder of two', model: t5, side: 'encoder', stations: stationsOf(3, false) },
    { what: 'a decoder of two', model: t5, side: 'decoder', stations: stationsOf(2, true) },
    { what: 'a decoder that is given states', model: whisper, side: undefined, stations: stationsOf(2, true) },
  ] as const)('stand at the stations of $what where they have done their work', ({ model, side, stations }) => {
    const places = attentionPlaces(model)
    for (const [station, { kind, layer }] of stations.entries()) {
      const place = places[placeOfStation(model, side, station)]!
      expect(place.layer).toBe(Math.max(0, layer))
      if (kind !== 'attention' && kind !== 'cross') continue
      expect(place.keys !== place.queries).toBe(kind === 'cross')
      expect(stationOfPlace(model, place)).toBe(station)
    }
  })
})
