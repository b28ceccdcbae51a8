import type { Station } from '../../shared/taps'
import { type FloatTensor, floatTensor, row } from '../../shared/tensor'
import { demandFinite } from './finite'

export interface Residuals {
  readonly stations: readonly Station[]
  /** Under each station's hook point its residual stream: [1, pos, d_model]. */
  readonly residuals: ReadonlyMap<string, FloatTensor>
}

/**
 * The raw paths of some tokens, one below the other: [positions · stations, d_model]. Throws an `environment` fault where a
 * value is not finite.
 */
export function residualPaths({ stations, residuals }: Residuals, positions: readonly number[]): FloatTensor {
  const width = residualWidth({ stations, residuals })
  const data = new Float32Array(positions.length * stations.length * width)
  for (const [s, { tap }] of stations.entries()) {
    const residual = residualAt(residuals, tap)
    for (const [p, position] of positions.entries()) {
      const vector = row(residual, 0, position)
      demandFinite(vector, tap, `token ${position}`)
      data.set(vector, (p * stations.length + s) * width)
    }
  }
  return floatTensor(data, [positions.length * stations.length, width])
}

/** d_model. */
export function residualWidth({ stations, residuals }: Residuals): number {
  return residualAt(residuals, stations[0]!.tap).shape[2]!
}

function residualAt(residuals: Residuals['residuals'], tap: string): FloatTensor {
  const residual = residuals.get(tap)
  if (residual === undefined) throw new Error(`No residual stream was handed in for ${tap}`)
  return residual
}
