import type { FloatTensor } from '../../shared/tensor'
import { absentHook } from '../inference'
import type { OpenedModel } from './opened-model'

/** Those of a list of hook points that a model has: all of them but in a graph, where some may not have been found. */
export function hooksThere({ origin }: OpenedModel, taps: readonly string[]): readonly string[] {
  if (origin.kind === 'weights') return taps
  const names = new Set(origin.read.model.hooks.map(({ name }) => name))
  return taps.filter((tap) => names.has(tap))
}

/**
 * A run's tensors, of which a look that needs one that was not found learns why: `get` throws that `input` fault. What a look does
 * not need may be missing.
 */
export function demanding(
  { origin }: OpenedModel,
  tensors: ReadonlyMap<string, FloatTensor>,
  wanted: readonly string[],
): ReadonlyMap<string, FloatTensor> {
  const absent = new Set(wanted.filter((tap) => !tensors.has(tap)))
  if (origin.kind === 'weights' || absent.size === 0) return tensors
  const { file, model: found } = origin.read
  return new DemandingMap(tensors, (name) => (absent.has(name) ? absentHook(file, found, name) : null))
}

class DemandingMap extends Map<string, FloatTensor> {
  readonly #faultOf: (name: string) => Error | null

  constructor(tensors: ReadonlyMap<string, FloatTensor>, faultOf: (name: string) => Error | null) {
    super(tensors)
    this.#faultOf = faultOf
  }

  override get(name: string): FloatTensor | undefined {
    const tensor = super.get(name)
    const fault = tensor ? null : this.#faultOf(name)
    if (fault) throw fault
    return tensor
  }
}
