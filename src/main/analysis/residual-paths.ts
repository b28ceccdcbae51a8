import type { Station } from '../../shared/taps'
import { type FloatTensor, floatTensor, row } from '../../shared/tensor'
import { demandFinite } from './finite'

export interface Residuals {
  readonly stations: readonly Station[]
  /** The hook points that stations are made of: [1, pos, d_model] each. */
  readonly residuals: ReadonlyMap<string, FloatTensor>
}

/**
 * The raw paths of some tokens, one below the other: [positions · stations, d_model]. Throws an `environment` fault where a
 * value is not finite.
 */
export function residualPaths({ stations, residuals }: Residuals, positions: readonly number[]): FloatTensor {
  const width = residualWidth({ stations, residuals })
  const data = new Float32Array(positions.length * stations.length * width)
  for (const [s, { tap, hooks }] of stations.entries()) {
    const [first, ...others] = hooks.map((hook) => residualAt(residuals, hook))
    for (const [p, position] of positions.entries()) {
      const at = (p * stations.length + s) * width
      const vector = data.subarray(at, at + width)
      vector.set(row(first!, 0, position))
      for (const other of others) addTo(vector, row(other, 0, position))
      demandFinite(vector, tap, `token ${position}`)
    }
  }
  return floatTensor(data, [positions.length * stations.length, width])
}

/** d_model. */
export function residualWidth({ stations, residuals }: Residuals): number {
  return residualAt(residuals, stations[0]!.hooks[0]!).shape[2]!
}

function residualAt(residuals: Residuals['residuals'], tap: string): FloatTensor {
  const residual = residuals.get(tap)
  if (residual === undefined) throw new Error(`No residual stream was handed in for ${tap}`)
  return residual
}

function addTo(sum: Float32Array, x: Float32Array): void {
  for (let i = 0; i < sum.length; i++) sum[i]! += x[i]!
}
