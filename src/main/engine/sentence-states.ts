import { setImmediate } from 'node:timers/promises'
import { type Side, tokensOn } from '../../shared/attention-places'
import type { Direction, SentenceState } from '../../shared/direction'
import { Fault } from '../../shared/fault'
import type { DeviceName, DeviceWish, TokenInfo } from '../../shared/model-info'
import type { StackShape } from '../../shared/model-shape'
import { residualStations, type Station, stationHooks } from '../../shared/taps'
import { type FloatTensor, floatTensor } from '../../shared/tensor'
import { quoted } from '../../shared/visible-text'
import { residualPaths } from '../analysis'
import type { OpenedModel } from './opened-model'
import type { RunOptions } from './run-options'
import { type RunTools, runPrompt } from './run-prompt'
import { allStations } from './token-side'

/** A station, and which of a prompt's tokens go through it. */
export interface SidedStation extends Station {
  readonly side: Side
}

/** The stations of every stack, the encoder's first. */
export function sidedStations({ shape }: OpenedModel): SidedStation[] {
  const { encoder } = shape
  const of = ({ taps }: StackShape, side: Side) => residualStations(taps).map((station) => ({ ...station, side }))
  return encoder ? [...of(encoder, 'encoder'), ...of(shape, 'decoder')] : of(shape, 'all')
}

/**
 * The station of a name. A block's `hook_resid_pre` is the station before it, and `embed` the first. Throws an `input` fault for
 * another.
 */
export function stationNamed(model: OpenedModel, name: string): SidedStation {
  const stations = sidedStations(model)
  if (name === 'embed') return stations[0]!
  const exact = stations.find(({ tap }) => tap === name)
  if (exact) return exact
  const before = /^(\w+)\.(\d+)\.hook_resid_pre$/.exec(name)
  const end = before && new RegExp(`^${before[1]}\\.${Number(before[2]) - 1}\\.`)
  const found = end && stations.findLast(({ tap }) => end.test(tap))
  if (found) return found
  const some = [...stations.slice(0, 3), stations.at(-1)!].map(({ tap }) => tap)
  throw Fault.input(`${model.info.name} has no station “${name}” in its residual stream`, {
    place: 'station',
    remedy: `Its ${stations.length} stations are ${some.slice(0, -1).join(', ')} … ${some.at(-1)}; words have embedding and unembedding.`,
  })
}

export interface StatesRequest {
  readonly model: OpenedModel
  readonly device: DeviceWish
  readonly sentences: readonly string[]
  /** Which state stands for each of them; one for all, or one each. */
  readonly state: SentenceState | readonly SentenceState[]
  readonly stations: readonly SidedStation[]
}

export interface SentenceStates {
  /** Station by station, [sentences, d_model]. */
  readonly states: readonly FloatTensor[]
  readonly device: DeviceName
  /** The tokens whose states were taken, sentence by sentence, where all stations are of one side. */
  readonly tokens: readonly (readonly TokenInfo[])[]
}

/** Runs sentences that the store does not have, one after another, and takes a state of each at stations. Progress counts them. */
export async function sentenceStates(
  tools: RunTools,
  { model, device: wish, sentences, state, stations }: StatesRequest,
  { onProgress, signal }: RunOptions,
): Promise<SentenceStates> {
  const taps = stationHooks(allStations(model))
  const rows: Float32Array[][] = stations.map(() => [])
  const tokens: TokenInfo[][] = []
  let device: DeviceName = 'cpu'
  for (const [done, text] of sentences.entries()) {
    const options: RunOptions = {
      onProgress: ({ stage }) => onProgress?.({ stage, done, total: sentences.length }),
      signal,
    }
    const wanted = Array.isArray(state) ? (state as readonly SentenceState[])[done]! : (state as SentenceState)
    await runPrompt(tools, { model, prompt: { text }, device: wish }, taps, options, async (run) => {
      device = run.device.device
      for (const side of new Set(stations.map((station) => station.side))) {
        const places = placesOf(run.tokens, side, wanted, text)
        tokens[done] = places.map((place) => tokensOn(run.tokens, side)[place]!)
        for (const [at, station] of stations.entries()) {
          if (station.side !== side) continue
          rows[at]!.push(meanOf(residualPaths({ stations: [station], residuals: run.tensors }, places)))
        }
      }
    })
    await setImmediate()
  }
  return { states: rows.map(stacked), device, tokens }
}

/**
 * Positions on a side whose mean stands for a sentence. What templates add counts only where there is nothing else: an
 * encoder–decoder's decoder, which here has its start token alone.
 */
function placesOf(all: readonly TokenInfo[], side: Side, state: SentenceState, text: string): number[] {
  const tokens = tokensOn(all, side)
  const own = tokens.flatMap(({ special }, place) => (special ? [] : [place]))
  if (own.length === 0) return [tokens.length - 1]
  if (state === 'mean') return own
  if (state === 'last') return [own.at(-1)!]
  const place = lastTokenOf(tokens, state.word)
  if (place !== null) return [place]
  throw Fault.input(`“${state.word}” is not in ${quoted(text)}`, {
    place: 'sentences',
    remedy: 'Put it there, in the same letters, or take the last token of each.',
  })
}

/** The last token of a word's last coming in a sentence; null where it is not there as a whole word. */
export function lastTokenOf(tokens: readonly Pick<TokenInfo, 'text'>[], word: string): number | null {
  const bare = word.trim()
  const texts = tokens.map(({ text }) => text)
  const spaced = texts.some((text) => text.startsWith(' '))
  const goesOn = (text: string | undefined) =>
    text !== undefined && (text.startsWith('##') || (spaced && /^[\p{L}\p{M}]/u.test(text)))
  for (let end = texts.length - 1; end >= 0; end--) {
    if (goesOn(texts[end + 1])) continue
    let joined = ''
    for (let start = end; start >= 0 && joined.length <= bare.length; start--) {
      joined = texts[start]!.replace(/^##/, '') + joined
      if (joined.trim() === bare && !(start > 0 && goesOn(texts[start]))) return end
    }
  }
  return null
}

function meanOf({ data, shape }: FloatTensor): Float32Array {
  const [count, width] = shape as [number, number]
  if (count === 1) return data
  const mean = new Float64Array(width)
  for (let at = 0; at < data.length; at++) mean[at % width]! += data[at]! / count
  return Float32Array.from(mean)
}

export function stacked(rows: readonly Float32Array[]): FloatTensor {
  const width = rows[0]?.length ?? 0
  const data = new Float32Array(rows.length * width)
  for (const [at, row] of rows.entries()) data.set(row, at * width)
  return floatTensor(data, [rows.length, width])
}

/** A direction's sentences, the firsts before the seconds. */
export function sentencesOf({ minus, plus }: Pick<Direction, 'minus' | 'plus'>): string[] {
  return [...minus, ...plus]
}
