import type { CircuitKind, CircuitReading, CircuitWord } from '../../../shared/circuits'
import { Fault } from '../../../shared/fault'
import type { FloatTensor } from '../../../shared/tensor'
import type { PlacedAttention } from '../../families'
import type { HeadMaps, WordVectors } from '../../inference'
import type { OpenedModel } from '../opened-model'
import { architectureOf } from './weights-of'

/** The words on one side of a circuit, and what the head makes of them: one map of it, with a bias where that is asked for. */
export interface CircuitSide {
  /** Null where no words stand there. */
  readonly words: WordVectors | null
  readonly vocabulary: number
  readonly map: 'q' | 'k' | 'v' | 'o'
  readonly bias: 'qBias' | 'kBias' | null
}

export interface CircuitSides {
  readonly from: CircuitSide
  readonly to: CircuitSide
  /** What their products are multiplied with. */
  readonly scale: number
}

/** From the query's words to the key's; from the words that are attended to, to the words that what is written moves. */
export function circuitSides(
  model: OpenedModel,
  attention: PlacedAttention,
  circuit: CircuitKind,
  { biases }: Pick<CircuitReading, 'biases'>,
): CircuitSides {
  const own = wordsOf(model, attention.place.queries)
  const source = wordsOf(model, attention.place.keys)
  if (circuit === 'qk') {
    return {
      from: { ...own, map: 'q', bias: biases ? 'qBias' : null },
      to: { ...source, map: 'k', bias: biases ? 'kBias' : null },
      scale: attention.part.scale,
    }
  }
  return {
    from: { ...source, map: 'v', bias: null },
    to: { ...writtenWords(model, attention), map: 'o', bias: null },
    scale: 1,
  }
}

/** Whether the words of both sides are the same ones, so that a circuit can lead back to where it begins. */
export function areSameWords({ from, to }: CircuitSides): boolean {
  return from.words !== null && to.words !== null && from.vocabulary === to.vocabulary
}

/** W_U where it alone, with the final norm, makes the logits of what is written; the embedding of the same stream elsewhere. */
export function writtenWords(
  model: OpenedModel,
  { stack, place }: PlacedAttention,
): Pick<CircuitSide, 'words' | 'vocabulary'> {
  const architecture = architectureOf(model)
  const { unembed, sizes } = architecture
  if (stack === architecture && unembed !== null && unembed.transform === null) {
    return { words: 'unembedding', vocabulary: sizes.vocabulary }
  }
  return wordsOf(model, place.queries)
}

/** The words that a side's stream begins with. */
function wordsOf(
  model: OpenedModel,
  side: PlacedAttention['place']['queries'],
): Pick<CircuitSide, 'words' | 'vocabulary'> {
  const architecture = architectureOf(model)
  if (side === 'states') return { words: null, vocabulary: 0 }
  if (side === 'encoder') return { words: 'encoder-embedding', vocabulary: architecture.encoder!.sizes.vocabulary }
  return { words: 'embedding', vocabulary: architecture.sizes.vocabulary }
}

/** One head's map on a side, [d_head, d_model]. */
export function mapOf(maps: HeadMaps, { map }: CircuitSide): FloatTensor {
  const { data, shape } = maps[map]
  return { type: 'float32', data, shape: shape.slice(1) }
}

/** Adds a side's bias to rows of what its map made of words, in place. */
export function addBias(maps: HeadMaps, { bias }: CircuitSide, rows: FloatTensor): FloatTensor {
  if (bias === null) return rows
  const { data } = maps[bias]
  for (let at = 0; at < rows.data.length; at++) rows.data[at]! += data[at % data.length]!
  return rows
}

/** Throws an `input` fault for a word that a side has no vector of. Where no words stand, none are looked at. */
export function demandWords(
  { info }: OpenedModel,
  ids: readonly number[],
  { words, vocabulary }: CircuitSide,
  place: string,
) {
  const odd = ids.find((id) => id >= vocabulary)
  if (odd === undefined || words === null) return
  throw Fault.input(`${info.name} has no token ${odd}`, {
    file: info.path,
    place,
    remedy: `Give token ids from 0 to ${vocabulary - 1}.`,
  })
}

export function named(ids: readonly number[], text: (id: number) => string): CircuitWord[] {
  return ids.map((id) => ({ id, text: text(id) }))
}
