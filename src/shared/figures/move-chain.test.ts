import { describe, expect, it } from 'vitest'
import type { Move, MovePart } from '../decomposition'
import { chainOf, partKey } from './move-chain'

const part = (source: number, length: number): MovePart => ({
  kind: 'source',
  head: null,
  source,
  length,
  share: length / 210,
  value: 0,
  arrow: [length, -source, 0.5],
})
/** Twenty parts of lengths 1 to 20, and a bias. */
const bySource = Array.from({ length: 20 }, (_, source) => part(source, source + 1))
const bias: MovePart = { ...part(0, 0.5), kind: 'bias', source: null, arrow: [0, 0, 7] }
const total = [...bySource, bias].reduce((sum, { arrow }) => sum.map((x, i) => x + arrow[i]!), [1, 2, 3])
const move: Move = {
  station: 3,
  from: [1, 2, 3],
  to: total as [number, number, number],
  length: 210,
  value: 0,
  byHead: [],
  bySource,
  byPair: [],
  apart: [bias],
  off: 0,
}
const answer = { attention: move, place: { name: '1', layer: 1, queries: 'all', keys: 'all' } } as const
const name = ({ source }: MovePart) => `word ${source}`

describe('the arrows of a step', () => {
  it('lie head to tail, longest first, from the start of the step to its end', () => {
    const chain = chainOf(answer, 'bySource', name, null)
    expect(chain[0]).toMatchObject({ from: move.from, name: 'word 19', by: 'attention' })
    for (const [index, arrow] of chain.entries()) if (index > 0) expect(arrow.from).toEqual(chain[index - 1]!.to)
    for (const axis of [0, 1, 2]) expect(chain.at(-1)!.to[axis]).toBeCloseTo(move.to[axis]!, 9)
  })

  it('are at most twelve, the last of which stands for all smaller parts and is nobody’s', () => {
    const chain = chainOf(answer, 'bySource', name, null)
    expect(chain).toHaveLength(12)
    expect(chain.at(-1)).toMatchObject({ by: null, name: '' })
  })

  it('are of the kind of attention that wrote them', () => {
    const place = { name: 'cross 1', layer: 1, queries: 'decoder', keys: 'encoder' } as const
    expect(chainOf({ attention: move, place }, 'bySource', name, null)[0]!.by).toBe('cross')
  })

  it('show the pointed part by itself and by name, however small it is', () => {
    const smallest = partKey(bySource[0]!)
    const pointed = chainOf(answer, 'bySource', name, smallest).filter((arrow) => arrow.pointed)
    expect(pointed).toMatchObject([{ key: smallest, name: 'word 0', by: 'attention' }])
  })
})
