import { type AttentionPlace, attentionPlaces } from '../../shared/attention-places'
import type { Architecture, Attention, Stack } from './architecture'

/** One attention of a model: where it is, what it computes, and the stack that its queries are of. */
export interface PlacedAttention {
  readonly place: AttentionPlace
  readonly stack: Stack
  readonly part: Attention
  /** Whether its keys are of another stack than its queries. */
  readonly isCross: boolean
}

/** Every attention of a model, in the order and with the numbers of `attentionPlaces`. */
export function attentionsOf(architecture: Architecture): readonly PlacedAttention[] {
  const { kind, sizes, encoder, givenStates } = architecture
  const facts = { kind, layers: sizes.layers, heads: sizes.heads, encoder: encoder?.sizes ?? null, givenStates }
  return attentionPlaces(facts).map((place) => {
    const stack = place.queries === 'encoder' ? encoder! : architecture
    const { attention, cross } = stack.blocks[place.layer]!
    const isCross = place.keys !== place.queries
    return { place, stack, part: isCross ? cross! : attention, isCross }
  })
}
