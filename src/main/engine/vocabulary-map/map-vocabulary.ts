import { performance } from 'node:perf_hooks'
import { Fault } from '../../../shared/fault'
import type { DeviceName, DeviceWish } from '../../../shared/model-info'
import { packArrays } from '../../../shared/packed-arrays'
import type { MapQuestion, VocabularyMapFacts } from '../../../shared/vocabulary-map'
import { type Basis, type NamedDirection, ScatterSum, scatterBasis } from '../../analysis'
import { RowProducts } from '../../inference'
import { breathe } from '../long-call'
import type { OpenedModel } from '../opened-model'
import { textsOf } from '../read-prompt'
import type { RunOptions } from '../run-options'
import type { RunTools } from '../run-prompt'
import { axesOf } from '../trace-token'
import { demandTable } from '../word-rows'
import { type Groups, groupCentres, meanOfRows, sampleOf, WordGroups } from './group-words'
import { type TableRows, tableRows } from './table-rows'

export interface MapRequest extends MapQuestion {
  readonly model: OpenedModel
  readonly device: DeviceWish
}

/** Where all words are. */
export interface MadeMap {
  readonly device: DeviceName
  readonly width: number
  /** [words, 3]. */
  readonly positions: Float32Array
  readonly groups: Groups
  readonly basis: (Basis & { readonly residual: number }) | null
  readonly directions: readonly NamedDirection[]
  readonly milliseconds: number
  readonly fromStore: boolean
}

/** k-means goes over so many rows, evenly taken. */
const sampled = 16_384

/** Where every word is, as `readVocabularyMap` reads it. */
export async function mapVocabulary(tools: RunTools, request: MapRequest, options: RunOptions): Promise<File> {
  const { model, device: _, ...question } = request
  const map = await makeMap(tools, request, options)
  const text = await textsOf(model)
  const { basis, groups, directions } = map
  const sizes = groups.nearest.map(() => 0)
  for (const group of groups.of) sizes[group]!++
  const facts: VocabularyMapFacts = {
    model: { name: model.info.name, fingerprint: model.info.fingerprint },
    device: map.device,
    question,
    words: groups.of.length,
    dModel: map.width,
    fromStore: map.fromStore,
    milliseconds: map.milliseconds,
    basis: basis && {
      shares: [...basis.shares],
      hash: basis.hash,
      residual: basis.residual,
      directions: directions.map(({ name, ends }) => ({ name, ends: [...ends] })),
    },
    umap: null,
    clusters: groups.nearest.map((ids, at) => ({
      words: sizes[at]!,
      nearest: ids.map((id) => ({ id, text: text(id) })),
    })),
  }
  return new File([packArrays(facts, { positions: map.positions, clusters: groups.of })], 'map.bin')
}

/** Makes a map, or reads it back where the store has it. */
export async function makeMap(tools: RunTools, request: MapRequest, options: RunOptions): Promise<MadeMap> {
  const { model, device, of, rows, layout, clusters } = request
  demandTable(model, of)
  if (layout.kind === 'umap') {
    throw Fault.input('UMAP cannot be made yet', { place: 'layout', remedy: 'Choose principal components or axes.' })
  }
  const axes = layout.kind === 'axes' ? layout.axes : []
  const directions = await axesOf(tools, { model, device, axes }, options)
  return tools.runners.use(model, device, options, async ({ vocabulary }, choice) => {
    const began = performance.now()
    const table = await tableRows(model, vocabulary, of, rows)
    demandWidth(model, table, directions)
    const products = new RowProducts()
    try {
      const sample = await table.of(sampleOf(table.count, sampled), options)
      const sum = new ScatterSum(meanOfRows(sample))
      for await (const { rows } of table.all(options)) {
        sum.add(rows.data, await products.scatter(rows, sum.around))
      }
      const basis = await scatterBasis(
        sum.end(),
        directions.map(({ vector }) => vector),
        async () => {
          options.onProgress?.({ stage: 'projecting', done: null, total: null })
          await breathe(options.signal)
        },
      )
      const groups = new WordGroups(products, await groupCentres(sample, clusters, products, options), table.count)
      const positions = new Float32Array(3 * table.count)
      for await (const { first, rows } of table.all(options)) {
        await groups.add(first, rows)
        projectInto(positions, first, rows.data, basis)
      }
      return {
        ...{ device: choice.device, width: table.width, positions, basis, directions, fromStore: false },
        groups: groups.end(),
        milliseconds: performance.now() - began,
      }
    } finally {
      await products.release()
    }
  })
}

function demandWidth({ info }: OpenedModel, { width }: TableRows, directions: readonly NamedDirection[]): void {
  const other = directions.find(({ vector }) => vector.length !== width)
  if (!other) return
  throw Fault.input(`“${other.name}” has ${other.vector.length} numbers, and the words of ${info.name} have ${width}`, {
    place: 'axes',
    remedy: 'Choose a direction of words.',
  })
}

/** As `project` does it, into one list for all words. */
function projectInto(positions: Float32Array, first: number, rows: Float32Array, { origin, axes }: Basis): void {
  const width = origin.length
  for (let start = 0; start < rows.length; start += width) {
    const at = 3 * (first + start / width)
    for (let axis = 0; axis < 3; axis++) {
      let along = 0
      for (let i = 0; i < width; i++) along += (rows[start + i]! - origin[i]!) * axes[axis * width + i]!
      positions[at + axis] = along
    }
  }
}
