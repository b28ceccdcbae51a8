import { stationHooks } from '../../../shared/taps'
import type { Point3 } from '../../../shared/trajectory'
import type { VocabularyPath } from '../../../shared/vocabulary-map'
import { demandPosition, project, residualPaths, unitRows } from '../../analysis'
import type { RunOptions } from '../run-options'
import { type RunRequest, runPrompt } from '../run-prompt'
import { allStations, sideOf } from '../token-side'
import { type MapRequest, type MapTools, makeMap, native } from './map-vocabulary'
import { nearestByCosine } from './nearest-words'

export interface PathRequest extends MapRequest, RunRequest {
  readonly position: number
}

/** So many of the nearest words place a station where nothing can be projected. */
const wordsAround = 15
const wordsSaid = 8

/** One token's stations over a map of all words. */
export async function pathOverMap(tools: MapTools, request: PathRequest, options: RunOptions): Promise<VocabularyPath> {
  const { model, position, of, rows } = request
  const map = await makeMap(tools, request, options)
  return native(tools)(
    () =>
      runPrompt(tools, request, stationHooks(allStations(model)), options, async (run, runner) => {
        const { stations, first, vocabulary } = sideOf(model, run.tokens, position)
        demandPosition(position, run.tokens)
        const raw = residualPaths({ stations, residuals: run.tensors }, [position - first])
        const words = await nearestByCosine(runner.vocabulary, of, raw, wordsAround + 1)
        const points = map.basis
          ? project(rows === 'unit' ? unitRows(raw) : raw, map.basis)
          : words.map((near) => weightedMean(map.positions, near))
        const { text } = await vocabulary(runner)
        return {
          model: { name: model.info.name, fingerprint: model.info.fingerprint },
          device: run.device.device,
          tokens: [...run.tokens],
          position,
          placed: map.basis ? 'projected' : 'by-nearest-words',
          note: map.basis ? notes.projected[rows] : notes.byNearestWords,
          stations: stations.map(({ tap, layer, kind }, at) => ({
            tap,
            layer,
            kind,
            at: points[at]!,
            nearest: words[at]!.slice(0, wordsSaid).map((word) => ({ ...word, text: text(word.id) })),
          })),
        }
      }),
    options.signal,
  )
}

const projected = 'The stations are projected on the map’s axes. '
const notes = {
  projected: {
    raw: `${projected}The stream grows layer by layer, so that its later stations lie far outside the words; unit lengths hold both to one sphere.`,
    unit: `${projected}Each is divided by its length, as the words are.`,
  },
  byNearestWords:
    'UMAP has no map for anything but the words that it arranged. Each station stands at the mean of the 15 words with the largest cosine to it, weighted by how far that is above the cosine of the 16th: a place among its neighbours, not a projection.',
} as const

/** Where words are, by how far the cosine of each is above the last one's. */
function weightedMean(
  positions: Float32Array,
  near: readonly { readonly id: number; readonly cosine: number }[],
): Point3 {
  const floor = near.at(-1)!.cosine
  const mean: Point3 = [0, 0, 0]
  const words = near.slice(0, Math.max(1, near.length - 1))
  let total = 0
  for (const { cosine } of words) total += cosine - floor
  for (const { id, cosine } of words) {
    const weight = total > 0 ? (cosine - floor) / total : 1 / words.length
    for (let axis = 0; axis < 3; axis++) mean[axis]! += weight * positions[3 * id + axis]!
  }
  return mean
}
