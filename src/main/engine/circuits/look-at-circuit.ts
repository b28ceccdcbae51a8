import { namedPlaceOf } from '../../../shared/attention-places'
import type { CircuitKind, CircuitReading, HeadCircuit } from '../../../shared/circuits'
import type { DeviceWish } from '../../../shared/model-info'
import { type FloatTensor, floatTensor, row } from '../../../shared/tensor'
import { effectiveRank, eigenvalueSums, lowRankSvd } from '../../analysis'
import type { Circuits, HeadMaps } from '../../inference'
import { demandHead } from '../demand-head'
import type { OpenedModel } from '../opened-model'
import { textsOf } from '../read-prompt'
import type { RunOptions } from '../run-options'
import type { RunTools } from '../run-prompt'
import { areBiased, circuitNotes } from './circuit-notes'
import {
  addBias,
  areSameWords,
  type CircuitSide,
  type CircuitSides,
  circuitSides,
  demandWords,
  mapOf,
  named,
} from './circuit-sides'
import { counted, idBlocks } from './vocabulary-blocks'
import { demandPlaced } from './weights-of'

export interface CircuitRequest extends CircuitReading {
  readonly model: OpenedModel
  readonly device: DeviceWish
  /** Number of the attention. */
  readonly layer: number
  readonly head: number
  readonly circuit: CircuitKind
}

export interface HeadCircuitRequest extends CircuitRequest {
  /** Token ids of the words of the matrix. */
  readonly from: readonly number[]
  readonly to: readonly number[]
}

/** So many singular directions are named, by so many words at each end. */
const directionsNamed = 6
const wordsNamed = 5

/** Words that are read at once while directions are named. */
const wordsAtOnce = 8192

/** One head's circuit on a list of words, its singular values, and its first directions by the words nearest to them. */
export async function lookAtCircuit(
  tools: RunTools,
  request: HeadCircuitRequest,
  options: RunOptions,
): Promise<HeadCircuit> {
  const { model, device, layer, head, circuit, norms, offset, biases } = request
  const attention = demandPlaced(model, layer)
  demandHead(model, attention, head)
  const sides = circuitSides(model, attention, circuit, request)
  demandWords(model, request.from, sides.from, 'from')
  demandWords(model, request.to, sides.to, 'to')
  const folding = { folded: norms === 'folded' }
  const text = await textsOf(model)
  return tools.runners.use(model, device, options, async ({ circuits }, choice) => {
    const copies = circuit === 'ov' && areSameWords(sides)
    const blocks = [sides.from, sides.to].map(({ vocabulary }) => Math.ceil(vocabulary / wordsAtOnce))
    const step = counted(2 + blocks[0]! + blocks[1]! + (copies ? blocks[0]! : 0), options)
    await step(1)
    const maps = await circuits.maps({ attention: layer, heads: [head], offset, ...folding })
    await step(1)
    const { values, from, to } = lowRankSvd(mapOf(maps, sides.from), mapOf(maps, sides.to), directionsNamed)
    const endsOf = (side: CircuitSide, directions: FloatTensor) =>
      side.words === null ? null : nameEnds(circuits, side, directions, { ...folding, step, text })
    const [fromEnds, toEnds] = [await endsOf(sides.from, from), await endsOf(sides.to, to)]
    const copying = copies ? eigenvalueSums(await throughWords(circuits, maps, sides, { ...folding, step })) : null
    const made = async (side: CircuitSide, ids: readonly number[]) =>
      side.words === null
        ? null
        : ids.length === 0
          ? []
          : rowsOf(addBias(maps, side, await circuits.products(side.words, ids, mapOf(maps, side), folding)))
    const [a, b] = [await made(sides.from, request.from), await made(sides.to, request.to)]
    return {
      model: { name: model.info.name, fingerprint: model.info.fingerprint },
      device: choice.device,
      ...{ layer, head, place: namedPlaceOf(attention.place), circuit, norms, offset, biases },
      notes: circuitNotes(model, attention, head, circuit, request),
      rotary: attention.part.rotary !== null,
      biased: areBiased(attention),
      dModel: attention.stack.sizes.dModel,
      dHead: attention.stack.sizes.dHead,
      from: a && named(request.from, text),
      to: b && named(request.to, text),
      scores: a && b && a.map((one) => b.map((other) => sides.scale * dot(one, other))),
      values: [...values],
      effectiveRank: effectiveRank(values),
      copying: copying && { score: copying.sum, positive: copying.positive },
      directions: values.slice(0, directionsNamed).map((value, at) => ({
        value,
        from: fromEnds && fromEnds[at]!,
        to: toEnds && toEnds[at]!,
      })),
    }
  })
}

/**
 * W_O W_U W_E W_V, [d_head, d_head]: the eigenvalues of the whole OV circuit but for zeros, in one pass over the words, so that
 * neither the vocabulary squared nor the stream's width squared is made.
 */
async function throughWords(
  circuits: Circuits,
  maps: HeadMaps,
  { from, to }: CircuitSides,
  { folded, step }: { folded: boolean; step: (steps: number) => Promise<void> },
): Promise<FloatTensor> {
  const size = maps.v.shape[1]!
  const sum = new Float64Array(size * size)
  for (const ids of idBlocks(from.vocabulary, wordsAtOnce)) {
    await step(1)
    const [read, written] = [
      await circuits.products(from.words!, ids, mapOf(maps, from), { folded }),
      await circuits.products(to.words!, ids, mapOf(maps, to), { folded }),
    ]
    for (let word = 0; word < ids.length; word++) {
      for (let row = 0; row < size; row++) {
        const value = written.data[word * size + row]!
        for (let column = 0; column < size; column++) {
          sum[row * size + column]! += value * read.data[word * size + column]!
        }
      }
    }
  }
  return floatTensor(Float32Array.from(sum), [size, size])
}

type Ends = NonNullable<HeadCircuit['directions'][number]['from']>

/** The words at both ends of each direction, by cosine. */
async function nameEnds(
  circuits: Circuits,
  { words, vocabulary }: CircuitSide,
  directions: FloatTensor,
  { folded, step, text }: { folded: boolean; step: (steps: number) => Promise<void>; text: (id: number) => string },
): Promise<Ends[]> {
  const count = directions.shape[0]!
  const kept = Array.from({ length: count }, () => ({ high: [] as Scored[], low: [] as Scored[] }))
  for (const ids of idBlocks(vocabulary, wordsAtOnce)) {
    await step(1)
    const cosines = await circuits.cosines(words!, ids, directions, { folded })
    for (const [at, id] of ids.entries()) {
      const own = row(cosines, at)
      for (let direction = 0; direction < count; direction++) {
        const { high, low } = kept[direction]!
        insert(high, { id, score: own[direction]! }, (a, b) => b.score - a.score)
        insert(low, { id, score: own[direction]! }, (a, b) => a.score - b.score)
      }
    }
  }
  const scored = (of: readonly Scored[]) => of.map(({ id, score }) => ({ id, text: text(id), score }))
  return kept.map(({ high, low }) => ({ high: scored(high), low: scored(low) }))
}

interface Scored {
  readonly id: number
  readonly score: number
}

/** Keeps the first `wordsNamed` in order; the earlier of two alike stays before. */
function insert(kept: Scored[], next: Scored, order: (a: Scored, b: Scored) => number): void {
  if (kept.length === wordsNamed && order(next, kept.at(-1)!) >= 0) return
  const place = kept.findIndex((one) => order(next, one) < 0)
  kept.splice(place < 0 ? kept.length : place, 0, next)
  kept.length = Math.min(kept.length, wordsNamed)
}

function rowsOf(tensor: FloatTensor): Float32Array[] {
  return Array.from({ length: tensor.shape[0]! }, (_, at) => row(tensor, at))
}

function dot(a: Float32Array, b: Float32Array): number {
  let sum = 0
  for (let at = 0; at < a.length; at++) sum += a[at]! * b[at]!
  return sum
}
