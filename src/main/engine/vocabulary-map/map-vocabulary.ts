import { performance } from 'node:perf_hooks'
import { Fault } from '../../../shared/fault'
import type { DeviceName, DeviceWish } from '../../../shared/model-info'
import { packArrays } from '../../../shared/packed-arrays'
import { floatTensor } from '../../../shared/tensor'
import type { MapQuestion, VocabularyMapFacts } from '../../../shared/vocabulary-map'
import type { RunKey } from '../../activations'
import { basisHash, eachProjected, evenlyTaken, type NamedDirection, ScatterSum, scatterBasis } from '../../analysis'
import { RowProducts } from '../../inference'
import { breathe } from '../long-call'
import type { OpenedModel } from '../opened-model'
import { textsOf } from '../read-prompt'
import type { RunOptions } from '../run-options'
import type { RunTools } from '../run-prompt'
import type { Queue } from '../serial-queue'
import { axesOf } from '../trace-token'
import { demandTable } from '../word-rows'
import { arrangeWords, demandRoom } from './arrange-words'
import { groupCentres, meanOfRows, WordGroups } from './group-words'
import { type MadeMap, type MapBasis, mapOfTensors, mapTensors, mapVersion, tensorsOfMap } from './made-map'
import { type TableRows, tableRows } from './table-rows'

export interface MapRequest extends MapQuestion {
  readonly model: OpenedModel
  readonly device: DeviceWish
}

/** What maps are made with. `queue` is given where the caller does not hold it: native calls then wait in it one by one. */
export interface MapTools extends RunTools {
  readonly queue?: Queue
}

/** How native calls wait: in the engine's queue, or not at all where the caller holds it. */
export function native({ queue }: MapTools): Queue {
  return queue ?? ((work) => work())
}

/** A map, and what it was asked of. */
export interface FoundMap extends MadeMap {
  readonly device: DeviceName
  readonly width: number
  readonly directions: readonly NamedDirection[]
  readonly fromStore: boolean
}

/** k-means goes over so many rows, evenly taken. */
const sampled = 16_384

/** Where every word is, as `readVocabularyMap` reads it. */
export async function mapVocabulary(tools: MapTools, request: MapRequest, options: RunOptions): Promise<File> {
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
      hash: basisHash(basis),
      residual: basis.residual,
      directions: directions.map(({ name, ends }) => ({ name, ends: [...ends] })),
    },
    umap: map.umap,
    clusters: groups.nearest.map((ids, at) => ({
      words: sizes[at]!,
      nearest: ids.map((id) => ({ id, text: text(id) })),
    })),
  }
  return new File([packArrays(facts, { positions: map.positions, clusters: groups.of })], 'map.bin')
}

/** Makes a map, or reads it back where the store has it. */
export async function makeMap(tools: MapTools, request: MapRequest, options: RunOptions): Promise<FoundMap> {
  const { model, device, of, layout } = request
  demandTable(model, of)
  const inTurn = native(tools)
  const { found, begun } = await inTurn(async () => {
    const axes = layout.kind === 'axes' ? layout.axes : []
    const directions = await axesOf(tools, { model, device, axes }, options)
    return tools.runners.use(model, device, options, async ({ vocabulary }, choice) => {
      const table = await tableRows(model, vocabulary, of, request.rows)
      demandWidth(model, table, directions)
      const found = { device: choice.device, width: table.width, directions }
      const stored = tools.store().get(keyOf(request, choice.device), mapTensors)
      if (stored) return { found: { ...found, ...mapOfTensors(stored), fromStore: true }, begun: null }
      return { found, begun: await projectWords(request, table, directions, options) }
    })
  }, options.signal)
  if (begun === null) return found
  const { products, rows, began, ...projected } = begun
  try {
    const placed =
      layout.kind === 'umap'
        ? await arrangeWords(rows!, projected.positions, layout, products, inTurn, options)
        : { positions: projected.positions, umap: null }
    const basis = layout.kind === 'umap' ? null : projected.basis
    const map = { ...placed, basis, groups: projected.groups, milliseconds: performance.now() - began }
    options.onProgress?.({ stage: 'storing', done: null, total: null })
    tools.store().put(keyOf(request, found.device), tensorsOfMap(map))
    return { ...found, ...map, fromStore: false }
  } finally {
    await products.release()
  }
}

function keyOf({ model, of, rows, layout, clusters }: MapRequest, device: DeviceName): RunKey {
  const asked = JSON.stringify(['vocabulary map', mapVersion, of, rows, layout, clusters])
  return { fingerprint: model.info.fingerprint, tokenIds: [], asked, device }
}

/** What is made while the model is at hand: axes, coordinates along them, and groups; with all rows where UMAP goes on from there. */
async function projectWords(
  { model, layout, clusters }: MapRequest,
  table: TableRows,
  directions: readonly NamedDirection[],
  options: RunOptions,
) {
  const began = performance.now()
  const { count, width } = table
  const products = new RowProducts()
  try {
    if (layout.kind === 'umap') demandRoom(model, count, width)
    const sample = await table.of(evenlyTaken(count, sampled), options)
    const sum = new ScatterSum(meanOfRows(sample))
    for await (const { rows } of table.all(options)) {
      sum.add(rows.data, await products.scatter(rows, sum.around))
    }
    const vectors = directions.map(({ vector }) => vector)
    const basis = rounded(
      await scatterBasis(sum.end(), vectors, async () => {
        options.onProgress?.({ stage: 'projecting', done: null, total: null })
        await breathe(options.signal)
      }),
    )
    const groups = new WordGroups(products, await groupCentres(sample, clusters, products, options), count)
    const positions = new Float32Array(3 * count)
    const all = layout.kind === 'umap' ? floatTensor(new Float32Array(count * width), [count, width]) : null
    for await (const { first, rows } of table.all(options)) {
      await groups.add(first, rows)
      eachProjected(rows, basis, (row, x, y, z) => {
        const at = 3 * (first + row)
        positions[at] = x
        positions[at + 1] = y
        positions[at + 2] = z
      })
      all?.data.set(rows.data, first * width)
    }
    return { products, rows: all, began, positions, basis, groups: groups.end() }
  } catch (error) {
    await products.release()
    throw error
  }
}

/** As the store keeps it, so that a second look is the first one. */
function rounded({ origin, axes, ...rest }: MapBasis): MapBasis {
  return { ...rest, origin: origin.map(Math.fround), axes: axes.map(Math.fround) }
}

function demandWidth({ info }: OpenedModel, { width }: TableRows, directions: readonly NamedDirection[]): void {
  const other = directions.find(({ vector }) => vector.length !== width)
  if (!other) return
  throw Fault.input(`“${other.name}” has ${other.vector.length} numbers, and the words of ${info.name} have ${width}`, {
    place: 'axes',
    remedy: 'Choose a direction of words.',
  })
}
