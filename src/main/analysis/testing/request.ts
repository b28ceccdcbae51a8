import { type NormPlaces, residualStations, type TapBlock, type TapModel } from '../../../shared/taps'
import { type FloatTensor, floatTensor } from '../../../shared/tensor'
import type { TrajectoryRequest } from '../trajectory'
import { fakeVocabulary } from './fake-vocabulary'
import { gaussian } from './random'

export interface Sizes {
  readonly layers: number
  readonly tokens: number
  readonly width: number
  readonly vocabulary: number
}

/** A request about a token's random walk through the layers of a model that does not exist. */
export function requestOf(sizes: Partial<Sizes> = {}, changes: Partial<TrajectoryRequest> = {}): TrajectoryRequest {
  const { layers, tokens, width, vocabulary } = { layers: 3, tokens: 5, width: 16, vocabulary: 40, ...sizes }
  const stations = residualStations(preNorm(layers))
  return {
    stations,
    residuals: randomWalks(
      stations.map(({ tap }) => tap),
      tokens,
      width,
    ),
    tokens: Array.from({ length: tokens }, (_, index) => ({ id: index, text: ` t${index}`, special: false })),
    position: Math.min(2, tokens - 1),
    view: 'raw',
    watch: null,
    vocabulary: fakeVocabulary(vocabulary, width),
    model: { name: 'none', family: 'gpt2', fingerprint: 'f1', layers },
    device: 'cpu',
    fromStore: false,
    ...changes,
  }
}

export function preNorm(layers: number): TapModel {
  const before: NormPlaces = { before: true, after: false, afterSum: false }
  const block: TapBlock = {
    ...{ parallel: false, rotary: false, mlpKind: 'plain' },
    ...{ attention: before, cross: null, mlp: before },
  }
  return {
    at: 'blocks',
    encoder: null,
    positions: true,
    tokenTypes: false,
    narrowEmbed: false,
    embedNorm: false,
    blocks: Array.from({ length: layers }, () => block),
    finalNorm: true,
    unembeds: true,
    pooler: false,
    taskHead: null,
  }
}

function randomWalks(taps: readonly string[], tokens: number, width: number): Map<string, FloatTensor> {
  const next = gaussian(7)
  const at = Float32Array.from({ length: tokens * width }, () => 3 * next())
  return new Map(
    taps.map((tap) => {
      for (let i = 0; i < at.length; i++) at[i]! += next()
      return [tap, floatTensor(at.slice(), [1, tokens, width])]
    }),
  )
}
