import type { StationKind } from '../taps'

/** What a station is called: `embedding`, `L8 attention`, `L8 MLP`. */
export function stationName({ kind, layer }: { kind: StationKind; layer: number }): string {
  if (kind === 'embed') return 'embedding'
  return `L${layer} ${kind === 'mlp' ? 'MLP' : kind === 'cross' ? 'cross-attention' : 'attention'}`
}
