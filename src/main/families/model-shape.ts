import type { AttentionShape, ModelShape, StackShape } from '../../shared/model-shape'
import type { Architecture, Stack } from './architecture'
import { attentionsOf } from './attentions'
import { scoreOf } from './score'
import { isTurned, placesOf, tapModelOf, tapStackOf } from './tap-model'

/** What of an architecture is asked for above the rooms that compute it. */
export function shapeOf(architecture: Architecture): ModelShape {
  const { kind, sizes, unembed, givenStates } = architecture
  const encoder: StackShape | null = architecture.encoder && stackShape(architecture.encoder)
  const attentions: AttentionShape[] = []
  const shape: ModelShape = {
    kind,
    sizes,
    taps: tapModelOf(architecture),
    unembeds: unembed && (unembed.transform === null ? 'linearly' : 'otherwise'),
    readsStream: unembed !== null && unembed.transform === null && unembed.projection === null,
    encoder,
    givenStates,
    attentions,
  }
  for (const placed of attentionsOf(architecture)) {
    const { place, stack, part, isCross } = placed
    attentions.push({
      place,
      stack: stack === architecture ? shape : encoder!,
      isCross,
      norms: placesOf(part),
      isTurned: isTurned(part),
      rotary: part.rotary !== null,
      score: { scale: part.scale, of: (at, dot, relative) => scoreOf(placed, at, dot, relative) },
    })
  }
  return shape
}

function stackShape(stack: Stack): StackShape {
  return { sizes: stack.sizes, taps: tapStackOf(stack) }
}
