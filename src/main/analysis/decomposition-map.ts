import type { Decomposition, MapCell, MapRow } from '../../shared/decomposition'
import { type FloatTensor, row } from '../../shared/tensor'
import { affinely, dotOf, freezeNorm, lengthOf, linearly, pulledBack } from './decomposition-frozen'
import { attentionsAmong, type MoveTools, type StreamPart, type TowardLogit } from './decomposition-tools'
import { mixedValues, valuesOf } from './decomposition-values'
import { biasAdded, normAfterAt, writeNormAt } from './decomposition-writes'

export interface MapRequest {
  /** In the token's own text. */
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
  readonly of: ReadonlyMap<StreamPart, Float64Array>
  readonly start: Float64Array
  /** Of each part: what β of the norm after it comes to. */
  readonly shifts: ReadonlyMap<StreamPart, number>
  readonly finalShift: number
  readonly total: number
}

/**
 * Takes the target back through the stack, from the last station to the first. Where a norm follows each sum (BERT), parts go
 * through all later norms, whose scales are frozen at the run's values.
 */
export function directionsOf(request: MapRequest): Directions {
  const { end, tools, toward } = request
  const final = toward && tools.finalNorm ? freezeNorm(tools.finalNorm, end) : null
  const length = lengthOf(end)
  const last = toward ? toward.direction : Float64Array.from(end, (value) => (length === 0 ? 0 : value / length))
  let direction = final ? pulledBack(final, last) : last
  const total = toward ? dotOf(final ? affinely(final, end) : end, last) + toward.bias : length
  const finalShift = final?.shift ? dotOf(final.shift, last) : 0
  const of = new Map<StreamPart, Float64Array>()
  const shifts = new Map<StreamPart, number>()
  for (const part of tools.parts.toReversed()) {
    const norm = normAfterAt(request, part)
    shifts.set(part, norm?.shift ? dotOf(norm.shift, direction) : 0)
    if (norm) direction = pulledBack(norm, direction)
    of.set(part, direction)
  }
  return { of, start: direction, shifts, finalShift, total }
}

/** What every head and every MLP of the stack contributes at one token. The sum of all values is the target's own value. */
export async function contributionMap(request: MapRequest, directions: Directions): Promise<Decomposition['map']> {
  const { position, tensors, start, tools, toward } = request
  const { parts } = tools
  const attentions = attentionsAmong(parts)
  const z = attentions.map(({ at }) => mixedValues(valuesOf(tensors, at), position))
  const writes = await tools.writesOfAttentions(
    attentions.map(({ number }) => number),
    z,
  )
  const cell = (part: StreamPart, write: Float32Array | Float64Array): MapCell => {
    const norm = normAfterAt(request, part)
    return {
      length: lengthOf(norm ? linearly(norm, write) : write),
      value: dotOf(write, directions.of.get(part)!),
    }
  }
  const shiftOf = (part: StreamPart) => directions.shifts.get(part)!
  const rows = attentions.map((part, index): MapRow => {
    const writeNorm = writeNormAt(request, part)
    const heads = writes[index]!
    const bias = biasAdded(part.outBias, writeNorm)
    const added = (write: Float32Array) => (writeNorm ? linearly(writeNorm, write) : write)
    const next = parts[parts.indexOf(part) + 1]
    const mlp = next?.kind === 'mlp' ? next : null
    return {
      layer: part.number,
      place: part.place,
      heads: Array.from({ length: heads.shape[0]! }, (_, head) => cell(part, added(row(heads, head, 0)))),
      bias: bias ? cell(part, bias) : null,
      mlp: mlp && cell(mlp, row(tensors.get(mlp.out)!, 0, position)),
      shift: shiftOf(part) + (mlp ? shiftOf(mlp) : 0),
    }
  })
  const begun: MapCell = { length: lengthOf(start), value: dotOf(start, directions.start) }
  const { finalShift, total } = directions
  const wordBias = toward?.bias ?? 0
  let sum = begun.value + finalShift + wordBias
  for (const { heads, bias, mlp, shift } of rows) {
    for (const { value } of heads) sum += value
    sum += (bias?.value ?? 0) + (mlp?.value ?? 0) + shift
  }
  return { rows, start: begun, finalShift, wordBias, total, off: Math.abs(sum - total) }
}
