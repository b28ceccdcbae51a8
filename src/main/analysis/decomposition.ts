import type { Decomposition } from '../../shared/decomposition'
import { row } from '../../shared/tensor'
import type { TrajectoryView } from '../../shared/trajectory'
import { fitBasis, project } from './basis'
import { lengthOf } from './decomposition-frozen'
import { contributionMap, directionsOf, type MapRequest } from './decomposition-map'
import { attentionMove, mlpMove, type StepFrame } from './decomposition-move'
import { attentionsAmong, type MoveTools, type StreamPart, type TowardLogit } from './decomposition-tools'
import { valuesOf } from './decomposition-values'
import { normAfterAt, writeNormAt } from './decomposition-writes'
import { demandFinite } from './finite'
import { type Residuals, residualPaths } from './residual-paths'
import { seenThrough } from './view'
import type { Vocabulary } from './vocabulary'

/** `stations` are `residualStations` of the token's stack; `residuals` holds the other hook points of a look inside as well. */
export interface DecompositionRequest extends Residuals {
  /** In the token's own text. */
  readonly position: number
  /** Number of an attention among the stack's. */
  readonly attention: number
  /** Where the first token that it reads stands in the prompt. */
  readonly firstKey: number
  readonly view: TrajectoryView
  /** Vectors that are the first axes of the basis, as the path's. */
  readonly axes?: readonly Float32Array[]
  /** Null for the direction of the last station. */
  readonly toward: TowardLogit | null
  readonly tools: MoveTools
  readonly vocabulary: Pick<Vocabulary, 'finalNorm'>
}

export type Decomposed = Pick<Decomposition, 'attention' | 'mlp' | 'map' | 'basis'>

/**
 * One token's step by an attention, and by its block's MLP, as the sum of what its parts wrote: pattern[h, s] · v[s] · W_O[h] by
 * head and source, with b_O beside them (Elhage et al. 2021; Kobayashi et al. 2020, "Attention is Not Only a Weight"). Arrows are
 * in the basis of the token's path, the same as `analyseTrajectory` fits. Where a norm lies between a part and what is shown, its
 * scale is frozen at the run's value, and what it makes of the stream before is a part of its own, so that parts sum to the step.
 *
 * Throws an `environment` fault for values that are not finite.
 */
export async function decompose(request: DecompositionRequest): Promise<Decomposed> {
  const { stations, residuals, position, attention: number, firstKey, view, axes, toward, tools, vocabulary } = request
  const { parts } = tools
  const raw = residualPaths(request, [position])
  const seen = await seenThrough(view, raw, vocabulary)
  const basis = fitBasis(seen, axes)
  const points = project(seen, basis)
  const last = stations.length - 1
  const around: MapRequest = {
    position,
    tensors: residuals,
    start: row(raw, 0),
    end: row(raw, last),
    tools,
    toward,
  }
  const directions = directionsOf(around)
  const frame = (part: StreamPart): StepFrame => {
    const station = parts.indexOf(part) + 1
    return {
      station,
      start: row(raw, station - 1),
      end: row(raw, station),
      seenStart: row(seen, station - 1),
      seenEnd: row(seen, station),
      from: points[station - 1]!,
      to: points[station]!,
      view,
      finalNorm: tools.finalNorm,
      writeNorm: part.kind === 'mlp' ? null : writeNormAt(around, part),
      after: normAfterAt(around, part),
      basis,
      value: toward
        ? { on: 'write', direction: directions.of.get(part)! }
        : { on: 'seen', direction: unitOf(row(seen, last)) },
    }
  }
  const attention = attentionsAmong(parts).find((part) => part.number === number)!
  const mlp = parts.find((part) => part.kind === 'mlp' && part.layer === attention.layer)!
  const values = valuesOf(residuals, attention.at)
  demandFinite(values.v.data, `${attention.at}.hook_v`)
  return {
    basis: { hash: basis.hash },
    attention: await attentionMove(frame(attention), attention, { ...values, position, firstKey }, tools),
    mlp: mlpMove(frame(mlp), row(residuals.get(mlp.out)!, 0, position)),
    map: await contributionMap(around, directions),
  }
}

function unitOf(x: Float32Array): Float64Array {
  const length = lengthOf(x)
  return Float64Array.from(x, (value) => (length === 0 ? 0 : value / length))
}
