import { type FloatTensor, floatTensor } from '../../../shared/tensor'
import type { VocabularyMapFacts } from '../../../shared/vocabulary-map'
import type { Basis } from '../../analysis'
import { type Groups, wordsOfGroup } from './group-words'

/** Where all words are, as it is made and kept. */
export interface MadeMap {
  /** [words, 3]. */
  readonly positions: Float32Array
  readonly groups: Groups
  /** Null for UMAP. */
  readonly basis: MapBasis | null
  readonly umap: VocabularyMapFacts['umap']
  readonly milliseconds: number
}

export type MapBasis = Pick<Basis, 'origin' | 'axes' | 'shares'> & { readonly residual: number }

/** Changes when the same question would be answered with other numbers. */
export const mapVersion = 1

const names = { positions: 'positions', groups: 'groups', nearest: 'nearest', basis: 'basis', facts: 'facts' } as const

/** The tensors that a map is kept as. */
export const mapTensors = [names.positions, names.groups, names.nearest, names.basis, names.facts] as const

/** As tensors, as the store keeps them. */
export function tensorsOfMap(map: MadeMap): Map<string, FloatTensor> {
  const { positions, groups, basis, umap, milliseconds } = map
  const words = groups.of.length
  const near = new Float32Array(groups.nearest.length * wordsOfGroup).fill(-1)
  for (const [at, ids] of groups.nearest.entries()) near.set(ids, at * wordsOfGroup)
  const width = basis?.origin.length ?? 0
  const axes = new Float32Array(4 * width)
  if (basis) {
    axes.set(basis.origin)
    axes.set(basis.axes, width)
  }
  const recall = umap?.neighbours.found === 'approximately' ? umap.neighbours : null
  const facts = Float32Array.of(
    milliseconds,
    ...(basis ? [...basis.shares, basis.residual] : [0, 0, 0, 0]),
    ...(umap ? [umap.epochs, umap.milliseconds.neighbours, umap.milliseconds.layout] : [0, 0, 0]),
    ...(recall ? [recall.recall, recall.sample] : [0, 0]),
  )
  return new Map([
    [names.positions, floatTensor(positions, [words, 3])],
    [names.groups, floatTensor(Float32Array.from(groups.of), [words])],
    [names.nearest, floatTensor(near, [groups.nearest.length, wordsOfGroup])],
    [names.basis, floatTensor(axes, [4, width])],
    [names.facts, floatTensor(facts, [facts.length])],
  ])
}

export function mapOfTensors(tensors: ReadonlyMap<string, FloatTensor>): MadeMap {
  const data = (name: string) => tensors.get(name)!.data
  const axes = Float64Array.from(data(names.basis))
  const width = axes.length / 4
  const [milliseconds, x, y, z, residual, epochs, ofNeighbours, ofLayout, recall, sample] = data(names.facts)
  const near = data(names.nearest)
  return {
    positions: data(names.positions),
    groups: {
      of: Uint16Array.from(data(names.groups)),
      nearest: Array.from({ length: near.length / wordsOfGroup }, (_, at) =>
        [...near.subarray(at * wordsOfGroup, (at + 1) * wordsOfGroup)].filter((id) => id >= 0),
      ),
    },
    basis:
      width === 0
        ? null
        : { origin: axes.slice(0, width), axes: axes.slice(width), shares: [x!, y!, z!], residual: residual! },
    umap:
      width > 0
        ? null
        : {
            neighbours:
              sample === 0 ? { found: 'exactly' } : { found: 'approximately', recall: recall!, sample: sample! },
            epochs: epochs!,
            milliseconds: { neighbours: ofNeighbours!, layout: ofLayout! },
          },
    milliseconds: milliseconds!,
  }
}
