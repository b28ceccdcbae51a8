import type { StationKind } from '../../../shared/taps'

/** What a step is called in a table. */
export const kindNames: Readonly<Record<StationKind, string>> = {
  embed: 'embed',
  attention: 'attention',
  cross: 'cross-attn',
  mlp: 'MLP',
}
