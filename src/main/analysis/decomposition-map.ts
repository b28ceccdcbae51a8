import type { Decomposition, MapCell, MapRow } from '../../shared/decomposition'
import { type FloatTensor, row } from '../../shared/tensor'
import { affinely, dotOf, type Frozen, freezeNorm, lengthOf, linearly, pulledBack } from './decomposition-frozen'
import type { MoveTools, TowardLogit } from './decomposition-tools'
import { mixedValues } from './decomposition-values'
import { biasAdded, writeNormAt } from './decomposition-writes'

export interface MapRequest {
  readonly layers: number
  readonly position: number
  /** The hook points of a look inside. */
  readonly tensors: ReadonlyMap<string, FloatTensor>
  /** Raw, [d_model]: the first and the last station. */
  readonly start: Float32Array
  readonly end: Float32Array
  readonly tools: MoveTools
  /** Null for the direction of the last station. */
  readonly toward: TowardLogit | null
}

/** A direction at each part's own place in the stream: what the part writes there times it is the part's value. */
export interface Directions {
  readonly attention: readonly Float64Array[]
  readonly mlp: readonly Float64Array[]
  readonly start: Float64Array
  readonly shifts: readonly number[]
  readonly finalShift: number
  readonly total: number
}

/** The norms after the sums of a layer, frozen at this token; null in a pre-norm model. */
export function normsAt(
  { tensors, tools, position }: Pick<MapRequest, 'tensors' | 'tools' | 'position'>,
  layer: number,
): { attention: Frozen; mlp: Frozen } | null {
  const norms = tools.normsAfter?.[layer]
  if (!norms) return null
  const at = (name: string) => row(tensors.get(`blocks.${layer}.${name}`)!, 0, position)
  return {
    attention: freezeNorm(norms.attention, at('hook_resid_mid')),
    mlp: freezeNorm(norms.mlp, at('hook_resid_post')),
  }
}

/**
 * Takes the target back through the model, from the last station to the first. Where a norm follows each sum (BERT), parts go
 * through all later norms, whose scales are frozen at the run's values.
 */
export function directionsOf(request: MapRequest): Directions {
  const { layers, end, tools, toward } = request
  const final = toward && tools.finalNorm ? freezeNorm(tools.finalNorm, end) : null
  const length = lengthOf(end)
  const last = toward ? toward.direction : Float64Array.from(end, (value) => (length === 0 ? 0 : value / length))
  let direction = final ? pulledBack(final, last) : last
  const total = toward ? dotOf(final ? affinely(final, end) : end, last) + toward.bias : length
  const finalShift = final?.shift ? dotOf(final.shift, last) : 0
  const attention: Float64Array[] = []
  const mlp: Float64Array[] = []
  const shifts: number[] = []
  for (let layer = layers - 1; layer >= 0; layer--) {
    const norms = normsAt(request, layer)
    let shift = 0
    for (const part of ['mlp', 'attention'] as const) {
      const norm = norms?.[part]
      if (norm) {
        if (norm.shift) shift += dotOf(norm.shift, direction)
        direction = pulledBack(norm, direction)
      }
      ;(part === 'mlp' ? mlp : attention)[layer] = direction
    }
    shifts[layer] = shift
  }
  return { attention, mlp, start: direction, shifts, finalShift, total }
}

/** What every head and every MLP of the model contributes at one token. The sum of all values is the target's own value. */
export async function contributionMap(request: MapRequest, directions: Directions): Promise<Decomposition['map']> {
  const { layers, position, tensors, start, tools, toward } = request
  const every = Array.from({ length: layers }, (_, layer) => layer)
  const z = every.map((layer) =>
    mixedValues(
      {
        pattern: tensors.get(`blocks.${layer}.attn.hook_pattern`)!,
        v: tensors.get(`blocks.${layer}.attn.hook_v`)!,
      },
      position,
    ),
  )
  const writes = await tools.writesOfLayers(z)
  const rows = every.map((layer): MapRow => {
    const norms = normsAt(request, layer)
    const writeNorm = writeNormAt(request, layer)
    const cell = (part: 'attention' | 'mlp', write: Float32Array | Float64Array): MapCell => ({
      length: lengthOf(norms ? linearly(norms[part], write) : write),
      value: dotOf(write, directions[part][layer]!),
    })
    const heads = writes[layer]!
    const bias = biasAdded(tools.outBiases[layer] ?? null, writeNorm)
    const added = (write: Float32Array) => (writeNorm ? linearly(writeNorm, write) : write)
    return {
      layer,
      heads: Array.from({ length: heads.shape[0]! }, (_, head) => cell('attention', added(row(heads, head, 0)))),
      bias: bias ? cell('attention', bias) : null,
      mlp: cell('mlp', row(tensors.get(`blocks.${layer}.hook_mlp_out`)!, 0, position)),
      shift: directions.shifts[layer]!,
    }
  })
  const begun: MapCell = { length: lengthOf(start), value: dotOf(start, directions.start) }
  const { finalShift, total } = directions
  const wordBias = toward?.bias ?? 0
  let sum = begun.value + finalShift + wordBias
  for (const { heads, bias, mlp, shift } of rows) {
    for (const { value } of heads) sum += value
    sum += (bias?.value ?? 0) + mlp.value + shift
  }
  return { rows, start: begun, finalShift, wordBias, total, off: Math.abs(sum - total) }
}
