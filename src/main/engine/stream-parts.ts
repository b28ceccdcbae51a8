import { namedPlaceOf } from '../../shared/attention-places'
import type { ModelShape, StackShape } from '../../shared/model-shape'
import { normNames, partNames, stackNames } from '../../shared/taps'
import type { MoveTools, StreamAttention, StreamPart } from '../analysis'
import type { ModelVectors, Runner, StackVectors } from '../inference'

/** What writes into the stream of one of a model's stacks, in the order of its stations, with the vectors that it needs. */
export function streamParts(shape: ModelShape, stack: StackShape, vectors: ModelVectors): StreamPart[] {
  const { mlps } = ofStack(shape, stack, vectors)
  return stack.taps.blocks.flatMap((block, layer): StreamPart[] => {
    const at = stackNames(stack.taps.at).block(layer)
    const ln = partNames(block)
    const own = shape.attentions.flatMap(({ place, stack: of, norms, isCross }, number): StreamAttention[] => {
      if (of !== stack || place.layer !== layer) return []
      const { outBias, after, afterSum } = vectors.attentions[number]!
      const writeNorm = normNames(isCross ? ln.cross : ln.attention, norms.before).after
      return [
        {
          kind: isCross ? 'cross' : 'attention',
          layer,
          number,
          place: namedPlaceOf(place),
          at: place.at,
          out: `${at}.hook_${isCross ? 'cross_attn' : 'attn'}_out`,
          outBias,
          writeNorm: after && { norm: after, scaleHook: `${at}.${writeNorm}.hook_scale` },
          normAfter: afterSum && { norm: afterSum, sumHook: `${at}.hook_resid_${isCross ? 'mid_cross' : 'mid'}` },
        },
      ]
    })
    const { afterSum } = mlps[layer]!
    const normAfter = afterSum && { norm: afterSum, sumHook: `${at}.hook_resid_post` }
    return [...own, { kind: 'mlp', layer, out: `${at}.hook_mlp_out`, normAfter }]
  })
}

/** The model's side of a decomposition of a token that goes through a stack. */
export async function moveTools(shape: ModelShape, stack: StackShape, { writes }: Runner): Promise<MoveTools> {
  const vectors = await writes.vectors()
  return {
    writesOfHeads: (attention, z) => writes.ofHeads(attention, z),
    writesOfAttentions: (attentions, z) => writes.ofAttentions(attentions, z),
    parts: streamParts(shape, stack, vectors),
    finalNorm: ofStack(shape, stack, vectors).finalNorm,
  }
}

function ofStack({ encoder }: ModelShape, stack: StackShape, vectors: ModelVectors): StackVectors {
  return stack === encoder ? vectors.encoder! : vectors.last
}
