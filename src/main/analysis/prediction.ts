import { setImmediate } from 'node:timers/promises'
import type { OnProgress } from '../../shared/contract'
import { Fault } from '../../shared/fault'
import type { DeviceName, TokenInfo } from '../../shared/model-info'
import type { Prediction } from '../../shared/prediction'
import type { Station } from '../../shared/taps'
import { type FloatTensor, floatTensor } from '../../shared/tensor'
import { readRow } from './prediction-row'

/** The logits of vectors [n, d_model] of the residual stream under the logit lens: [n, d_vocab]. */
export type Scores = (vectors: FloatTensor) => Promise<FloatTensor>

/** Words kept for the last layer, and for each cell of the layers before it. */
const wordsAtEnd = 12
const wordsPerCell = 3

/** Logits held at a time, in bytes. */
const mostBytes = 64 * 1024 * 1024

export interface PredictionRequest {
  readonly model: Prediction['model']
  readonly device: DeviceName
  readonly fromStore: boolean
  readonly tokens: readonly TokenInfo[]
  /** How many of the prompt's tokens stand before these. */
  readonly first: number
  /** `residualStations` of the model, and their tensors [1, pos, d_model]. */
  readonly stations: readonly Station[]
  readonly residuals: ReadonlyMap<string, FloatTensor>
  readonly about: Prediction['about']
  /** Token id followed through the layers; null for none. */
  readonly watch: number | null
  readonly vocabulary: number
  readonly text: (id: number) => string
  readonly scores: Scores
  /** Called with stage `analysing`; counts cells. */
  readonly onProgress?: OnProgress | undefined
  readonly signal?: AbortSignal | undefined
}

/**
 * What the model predicts at each position, and the logit lens (nostalgebraist 2020, "interpreting GPT: the logit lens") after
 * the embedding and after each layer: final norm, unembedding, softmax. The last layer's lens is the model's own prediction.
 *
 * Throws an `input` fault for a watched word that is not there, an `environment` fault where logits are not finite, and a
 * `cancelled` fault once `signal` is aborted.
 */
export async function predict(request: PredictionRequest): Promise<Prediction> {
  const { tokens, watch, vocabulary, text, about, onProgress, signal } = request
  if (watch !== null && !(watch >= 0 && watch < vocabulary)) {
    throw Fault.input(`Token id ${watch} is not in the vocabulary`, {
      remedy: `Choose one from 0 to ${vocabulary - 1}.`,
    })
  }
  const layers = request.stations
    .map(({ tap, layer, kind }, station) => ({ tap, layer, kind, station }))
    .filter(({ kind }) => kind === 'embed' || kind === 'mlp')
  const total = layers.length * tokens.length
  const perPiece = Math.max(1, Math.floor(mostBytes / (4 * vocabulary)))
  const word = (id: number, probability: number) => ({ id, text: text(id), probability })
  const positions: Prediction['positions'] = []
  const rows: Prediction['layers'] = []

  for (const { tap, layer, station } of layers) {
    const residual = request.residuals.get(tap)!
    const isLast = station === request.stations.length - 1
    const cells: Prediction['layers'][number]['cells'] = []
    for (let first = 0; first < tokens.length; first += perPiece) {
      onProgress?.({ stage: 'analysing', done: rows.length * tokens.length + first, total })
      await breathe(signal)
      const piece = await request.scores(rowsOf(residual, first, Math.min(tokens.length, first + perPiece)))
      for (let index = 0; index < piece.shape[0]!; index++) {
        const logits = piece.data.subarray(index * vocabulary, (index + 1) * vocabulary)
        const reading = readRow(logits, isLast ? wordsAtEnd : wordsPerCell)
        if (!Number.isFinite(reading.entropy)) {
          throw Fault.environment('The logits are not finite', { place: tap, remedy: 'Run on another device.' })
        }
        const words = reading.ids.map((id, at) => word(id, reading.probabilities[at]!))
        cells.push({ words: words.slice(0, wordsPerCell), watched: watch === null ? null : reading.standing(watch) })
        if (!isLast) continue
        const actual = tokens[first + index + (about === 'next' ? 1 : 0)]
        positions.push({
          words,
          entropy: reading.entropy,
          actual: actual ? { id: actual.id, text: actual.text, ...reading.standing(actual.id) } : null,
        })
      }
    }
    rows.push({ tap, layer, station, cells })
  }
  onProgress?.({ stage: 'analysing', done: total, total })
  const { model, device, fromStore, first } = request
  return {
    ...{ model, device, fromStore, tokens: [...tokens], first, vocabulary, about, positions },
    watched: watch === null ? null : { id: watch, text: text(watch) },
    layers: rows,
  }
}

/** Positions `from` up to `to` of a tensor [1, pos, d_model], as [n, d_model]. */
function rowsOf({ data, shape }: FloatTensor, from: number, to: number): FloatTensor {
  const width = shape[2]!
  return floatTensor(data.slice(from * width, to * width), [to - from, width])
}

/** Lets waiting messages in, a cancel among them, and heeds it. */
async function breathe(signal: AbortSignal | undefined): Promise<void> {
  await setImmediate()
  if (signal?.aborted) throw Fault.cancelled()
}
