import type { Decomposition } from '../../shared/decomposition'
import { Fault } from '../../shared/fault'
import { row } from '../../shared/tensor'
import type { TrajectoryView } from '../../shared/trajectory'
import { fitBasis, project } from './basis'
import { lengthOf } from './decomposition-frozen'
import { contributionMap, directionsOf, type MapRequest, normsAt } from './decomposition-map'
import { attentionMove, mlpMove, type StepFrame } from './decomposition-move'
import type { MoveTools, TowardLogit } from './decomposition-tools'
import { writeNormAt } from './decomposition-writes'
import { demandFinite } from './finite'
import { type Residuals, residualPaths } from './residual-paths'
import { seenThrough } from './view'
import type { Vocabulary } from './vocabulary'

/** `stations` are `residualStations` of the model; `residuals` holds the other hook points of a look inside as well. */
export interface DecompositionRequest extends Residuals {
  readonly layers: number
  readonly tokens: number
  readonly position: number
  readonly layer: number
  readonly view: TrajectoryView
  /** Null for the direction of the last station. */
  readonly toward: TowardLogit | null
  readonly tools: MoveTools
  readonly vocabulary: Pick<Vocabulary, 'finalNorm'>
}

export type Decomposed = Pick<Decomposition, 'attention' | 'mlp' | 'map' | 'basis'>

/**
 * One token's step through a layer as the sum of what its parts wrote: pattern[h, s] · v[s] · W_O[h] by head and source, b_O
 * and the MLP beside them (Elhage et al. 2021; Kobayashi et al. 2020, "Attention is Not Only a Weight"). Arrows are in the basis
 * of the token's path, the same as `analyseTrajectory` fits. Where a norm lies between a part and what is shown, its scale is
 * frozen at the run's value, and what it makes of the stream before is a part of its own, so that parts sum to the step.
 *
 * Throws an `input` fault for a position or a layer that is not there, an `environment` fault for values that are not finite.
 */
export async function decompose(request: DecompositionRequest): Promise<Decomposed> {
  const { stations, residuals, layers, tokens, position, layer, view, toward, tools, vocabulary } = request
  demandBelow('Position', position, tokens, 'the prompt')
  demandBelow('Layer', layer, layers, 'the model')
  const raw = residualPaths(request, [position])
  const seen = await seenThrough(view, raw, vocabulary)
  const basis = fitBasis(seen)
  const points = project(seen, basis)
  const last = stations.length - 1
  const around: MapRequest = {
    layers,
    position,
    tensors: residuals,
    start: row(raw, 0),
    end: row(raw, last),
    tools,
    toward,
  }
  const directions = directionsOf(around)
  const norms = normsAt(around, layer)
  const writeNorm = writeNormAt(around, layer)
  const frame = (part: 'attention' | 'mlp'): StepFrame => {
    const station = 2 * layer + (part === 'attention' ? 1 : 2)
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
      writeNorm,
      after: norms?.[part] ?? null,
      basis,
      value: toward
        ? { on: 'write', direction: directions[part][layer]! }
        : { on: 'seen', direction: unitOf(row(seen, last)) },
    }
  }
  const of = (name: string) => residuals.get(`blocks.${layer}.${name}`)!
  const pattern = of('attn.hook_pattern')
  const v = of('attn.hook_v')
  demandFinite(v.data, `blocks.${layer}.attn.hook_v`)
  return {
    basis: { hash: basis.hash },
    attention: await attentionMove(frame('attention'), layer, { pattern, v }, position, tools),
    mlp: mlpMove(frame('mlp'), row(of('hook_mlp_out'), 0, position)),
    map: await contributionMap(around, directions),
  }
}

function unitOf(x: Float32Array): Float64Array {
  const length = lengthOf(x)
  return Float64Array.from(x, (value) => (length === 0 ? 0 : value / length))
}

function demandBelow(what: string, index: number, count: number, where: string): void {
  if (index < count) return
  throw Fault.input(`${what} ${index} is not in ${where}`, { remedy: `Choose one from 0 to ${count - 1}.` })
}
