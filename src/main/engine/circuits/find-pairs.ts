import { namedPlaceOf } from '../../../shared/attention-places'
import type { CircuitPairs } from '../../../shared/circuits'
import { Fault } from '../../../shared/fault'
import { type FloatTensor, floatTensor } from '../../../shared/tensor'
import type { Circuits, HeadMaps } from '../../inference'
import { demandHead } from '../demand-head'
import { textsOf } from '../read-prompt'
import type { RunOptions } from '../run-options'
import type { RunTools } from '../run-prompt'
import { circuitNotes } from './circuit-notes'
import { addBias, type CircuitSide, circuitSides, demandWords, mapOf } from './circuit-sides'
import type { CircuitRequest } from './look-at-circuit'
import { counted, idBlocks } from './vocabulary-blocks'
import { demandPlaced } from './weights-of'

export interface PairsRequest extends CircuitRequest {
  /** The word that one side is held at; null for every pair of words. */
  readonly held: { readonly id: number; readonly as: 'from' | 'to' } | null
  /** So many of the strongest, and of those below 0. */
  readonly count: number
}

/** Words whose vectors go through a map at once. */
const wordsAtOnce = 8192
/** So many scores are made at once, 32 MB. */
const scoresAtOnce = 1 << 23

/** A pair by the words' numbers. */
interface Pair {
  readonly from: number
  readonly to: number
  readonly score: number
}

/**
 * The strongest pairs of words of one head's circuit, and those furthest below 0. Each word goes through its side's map once; then
 * all with all, a block at a time, of which the graph answers the ends alone.
 */
export async function findPairs(tools: RunTools, request: PairsRequest, options: RunOptions): Promise<CircuitPairs> {
  const { model, device, layer, head, circuit, norms, offset, biases, held, count } = request
  const attention = demandPlaced(model, layer)
  demandHead(model, attention, head)
  const sides = circuitSides(model, attention, circuit, request)
  if (sides.from.words === null || sides.to.words === null) {
    throw Fault.input('On one side of this circuit stand states, and no words', {
      file: model.info.path,
      place: 'head',
      remedy: 'Choose a head of the decoder’s own attention.',
    })
  }
  if (held) demandWords(model, [held.id], sides[held.as], held.as)
  const folding = { folded: norms === 'folded' }
  const text = await textsOf(model)
  const idsOf = (which: 'from' | 'to') => (held?.as === which ? [held.id] : { length: sides[which].vocabulary })
  const [rows, columns] = [idsOf('from').length, idsOf('to').length]
  const atOnce = Math.max(1, Math.floor(scoresAtOnce / columns))
  return tools.runners.use(model, device, options, async ({ circuits }, choice) => {
    const blocks = Math.ceil(rows / atOnce)
    const readings = [rows, columns].reduce((sum, words) => sum + Math.ceil(words / wordsAtOnce), 0)
    const step = counted(readings + blocks, options)
    const maps = await circuits.maps({ attention: layer, heads: [head], offset, ...folding })
    const made = (which: 'from' | 'to') =>
      throughMap(circuits, maps, sides[which], held?.as === which ? held.id : null, { ...folding, step })
    const [from, to] = [await made('from'), await made('to')]
    const most = Math.min(count, rows * columns)
    const kept: Record<'high' | 'low', Pair[]> = { high: [], low: [] }
    for (let first = 0; first < rows; first += atOnce) {
      await step(1)
      const own = rowsBetween(from, first, Math.min(rows, first + atOnce))
      const ends = await circuits.extremes(own, to, Math.min(most, own.shape[0]! * columns))
      for (const end of ['high', 'low'] as const) {
        const found = ends[end].map(({ at, value }) => ({
          from: held?.as === 'from' ? held.id : first + Math.floor(at / columns),
          to: held?.as === 'to' ? held.id : at % columns,
          score: sides.scale * value,
        }))
        const sign = end === 'high' ? -1 : 1
        kept[end] = [...kept[end], ...found].sort((a, b) => sign * (a.score - b.score)).slice(0, most)
      }
    }
    const word = (id: number) => ({ id, text: text(id) })
    const told = (pairs: readonly Pair[]) =>
      pairs.map(({ from: a, to: b, score }) => ({ from: word(a), to: word(b), score }))
    return {
      model: { name: model.info.name, fingerprint: model.info.fingerprint },
      device: choice.device,
      ...{ layer, head, place: namedPlaceOf(attention.place), circuit, norms, offset, biases },
      notes: circuitNotes(model, attention, head, circuit, request),
      held: held && { ...word(held.id), as: held.as },
      high: told(kept.high),
      low: told(kept.low),
      pairs: rows * columns,
    }
  })
}

/** What a side's map makes of all its words, or of one: [words, d_head]. */
async function throughMap(
  circuits: Circuits,
  maps: HeadMaps,
  side: CircuitSide,
  only: number | null,
  { folded, step }: { folded: boolean; step: (steps: number) => Promise<void> },
): Promise<FloatTensor> {
  const map = mapOf(maps, side)
  const width = map.shape[0]!
  const data = new Float32Array((only === null ? side.vocabulary : 1) * width)
  for (const ids of only === null ? idBlocks(side.vocabulary, wordsAtOnce) : [[only]]) {
    await step(1)
    data.set((await circuits.products(side.words!, ids, map, { folded })).data, only === null ? ids[0]! * width : 0)
  }
  return addBias(maps, side, floatTensor(data, [data.length / width, width]))
}

function rowsBetween({ data, shape }: FloatTensor, from: number, to: number): FloatTensor {
  const width = shape[1]!
  return floatTensor(data.subarray(from * width, to * width), [to - from, width])
}
