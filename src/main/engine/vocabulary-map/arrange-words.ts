import { performance } from 'node:perf_hooks'
import type { Progress } from '../../../shared/contract'
import { Fault } from '../../../shared/fault'
import { count } from '../../../shared/figures/numbers'
import { inSlices } from '../../../shared/slices'
import type { FloatTensor } from '../../../shared/tensor'
import type { UmapLayout, VocabularyMapFacts } from '../../../shared/vocabulary-map'
import { arrange, curveFor, epochsFor, findNearRows, firstPoints, fuzzyGraph } from '../../analysis'
import type { RowProducts } from '../../inference'
import { breathe } from '../long-call'
import type { OpenedModel } from '../opened-model'
import type { RunOptions } from '../run-options'
import type { Queue } from '../serial-queue'

const gibibyte = 2 ** 30
/** Of rows in memory. */
const mostBytes = 4 * gibibyte

/** Work is broken off for others so often, in milliseconds. */
const turnMs = 12

/** UMAP holds all rows in memory. Throws an `input` fault where they are too many. */
export function demandRoom({ info }: OpenedModel, words: number, width: number): void {
  const bytes = words * width * Float32Array.BYTES_PER_ELEMENT
  if (bytes <= mostBytes) return
  const size = `${count(words)} words of ${count(width)} numbers each take ${(bytes / gibibyte).toFixed(1)} GiB of memory`
  throw Fault.input(`${size}, and UMAP holds at most ${mostBytes / gibibyte} GiB`, {
    file: info.path,
    place: 'layout',
    remedy: 'Choose principal components, or axes: neither needs all words in memory.',
  })
}

/** Of the time until neighbours are found and told apart, the share that finding them takes. */
const ofFinding = 0.85

/**
 * Arranges rows [words, width] by UMAP, beginning at coordinates [words, 3]. It takes turns with whatever else the engine is asked:
 * `native` lets each large product wait for others.
 */
export async function arrangeWords(
  rows: FloatTensor,
  coordinates: Float32Array,
  { neighbours, minimumDistance, seed }: UmapLayout,
  products: RowProducts,
  native: Queue,
  options: RunOptions,
): Promise<{ readonly positions: Float32Array; readonly umap: NonNullable<VocabularyMapFacts['umap']> }> {
  const words = rows.shape[0]!
  const epochs = epochsFor(words)
  const began = performance.now()
  const found = turns('neighbours', words, options)
  const { near, checked } = await findNearRows(
    rows,
    { k: neighbours - 1, pause: (done) => found(done * ofFinding) },
    {
      nearestCentre: (...given) => native(() => products.nearestCentre(...given), options.signal),
      nearestAmong: (...given) => native(() => products.nearestAmong(...given), options.signal),
    },
  )
  const between = performance.now()
  const graph = await inSlices(fuzzyGraph(near), (share) => found(ofFinding + (1 - ofFinding) * share))
  const positions = firstPoints(coordinates, seed)
  const pause = turns('arranging', epochs, options)
  await arrange(positions, graph, {
    ...{ epochs, seed, curve: curveFor(minimumDistance) },
    pause: (done) => pause(done / epochs),
  })
  return {
    positions,
    umap: {
      neighbours: checked === null ? { found: 'exactly' } : { found: 'approximately', ...checked },
      epochs,
      milliseconds: { neighbours: between - began, layout: performance.now() - between },
    },
  }
}

/** Reports what is done of `total`, and how long the rest will take; in between others have their turn. */
function turns(stage: Progress['stage'], total: number, { onProgress, signal }: RunOptions) {
  const began = performance.now()
  let last = 0
  return async (done: number) => {
    const now = performance.now()
    if (now - last < turnMs) return
    const passed = (now - began) / 1000
    // What the first second says of the rest is chance.
    const left = passed > 1 && done > 0 ? { left: (passed * (1 - done)) / done } : {}
    onProgress?.({ stage, done: Math.floor(done * total), total, ...left })
    await breathe(signal)
    last = performance.now()
  }
}
