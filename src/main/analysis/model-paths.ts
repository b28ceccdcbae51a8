import type { Station } from '../../shared/taps'
import { type FloatTensor, floatTensor, row } from '../../shared/tensor'
import type { TrajectoryView } from '../../shared/trajectory'
import type { ModelPaths } from '../../shared/two-models'
import { basisFacts, fitBasis, type NamedDirection, project } from './basis'
import { partingStation } from './contexts-parting'
import { cosine, distance, norm } from './vectors'
import { seenThrough } from './view'
import type { Vocabulary } from './vocabulary'
import { type WordOfPath, wordsOfPath } from './words'

/** So many words may stand around each path. */
const mostWords = 450
/** Of each station at least these, however many there are. */
const fewestPerStation = 12

/** One model's path of the token, and the words around it, as a view shows them. */
export interface ModelPath {
  /** [stations, d_model]. */
  readonly raw: FloatTensor
  readonly seen: FloatTensor
  readonly words: readonly (WordOfPath & { readonly text: string })[]
  /** Where the path would start, were the token each of `words`: [words.length, d_model]. */
  readonly starts: FloatTensor
}

/** Reads a path off its own model's vocabulary, while that model is at hand. `position` is within the path's own text. */
export async function readModelPath(
  raw: FloatTensor,
  position: number,
  view: TrajectoryView,
  vocabulary: Pick<Vocabulary, 'size' | 'text' | 'embedded' | 'nearest' | 'finalNorm'>,
): Promise<ModelPath> {
  const each = Math.max(fewestPerStation, Math.ceil(mostWords / raw.shape[0]!))
  const nearest = wordsOfPath(await vocabulary.nearest(raw, Math.min(vocabulary.size, each)), mostWords)
  const starts = await vocabulary.embedded(
    nearest.map(({ id }) => id),
    position,
  )
  return {
    raw,
    seen: await seenThrough(view, raw, vocabulary),
    words: nearest.map((word) => ({ ...word, text: vocabulary.text(word.id) })),
    starts: await seenThrough(view, starts, vocabulary),
  }
}

/**
 * Two models' paths of one token, of the same stations and width, in the three principal axes of the points of both together, or
 * along directions first, and how far they are apart at each station; the second model is the reference, whose steps the distances are measured by.
 */
export function compareModelPaths(
  stations: readonly Station[],
  [own, reference]: readonly [ModelPath, ModelPath],
  directions: readonly NamedDirection[] = [],
): ModelPaths {
  const basis = fitBasis(
    stacked(own.seen, reference.seen),
    directions.map(({ vector }) => vector),
  )
  const every = stations.map((_, station) => station)
  const [a, b] = [own.raw, reference.raw]
  const distances = every.map((station) => distance(row(a, station), row(b, station)))
  const cosines = every.map((station) => cosine(row(a, station), row(b, station)))
  const steps = every.map((station) =>
    station === 0 ? norm(row(b, 0)) : distance(row(b, station - 1), row(b, station)),
  )
  const words = [own, reference].flatMap(({ words, starts }, model) => {
    const places = project(starts, basis)
    return words.map((word, index) => ({ ...word, model, at: places[index]! }))
  })
  const nearestFirst = words.sort((one, other) => other.cosine - one.cosine || one.id - other.id)
  return {
    stations: stations.map(({ tap, layer, kind }) => ({ tap, layer, kind })),
    basis: basisFacts(basis, directions),
    paths: [project(own.seen, basis), project(reference.seen, basis)],
    distances,
    relative: distances.map((apart, station) => (apart === 0 ? 0 : apart / Math.max(steps[station]!, least))),
    cosines,
    parting: partingStation(cosines),
    // A word near both stands where it is nearer.
    words: [...new Map(nearestFirst.toReversed().map((word) => [word.id, word])).values()].reverse(),
  }
}

/** A step that has no length measures nothing; the smallest normal float32 keeps a quotient by it a number. */
const least = 2 ** -126

/** Paths one below the other. */
function stacked(a: FloatTensor, b: FloatTensor): FloatTensor {
  const data = new Float32Array(a.data.length + b.data.length)
  data.set(a.data)
  data.set(b.data, a.data.length)
  return floatTensor(data, [a.shape[0]! + b.shape[0]!, a.shape[1]!])
}
