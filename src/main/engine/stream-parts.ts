import { namedPlaceOf } from '../../shared/attention-places'
import { normNames, partNames, stackNames } from '../../shared/taps'
import type { MoveTools, StreamAttention, StreamPart } from '../analysis'
import { type Architecture, attentionsOf, type Stack } from '../families'
import type { ModelVectors, Runner, StackVectors } from '../inference'

/** What writes into the stream of one of a model's stacks, in the order of its stations, with the vectors that it needs. */
export function streamParts(architecture: Architecture, stack: Stack, vectors: ModelVectors): StreamPart[] {
  const attentions = attentionsOf(architecture)
  const { mlps } = ofStack(architecture, stack, vectors)
  return stack.blocks.flatMap((block, layer): StreamPart[] => {
    const at = stackNames(stack.at).block(layer)
    const ln = partNames(block)
    const own = attentions.flatMap(({ place, stack: of, part, isCross }, number): StreamAttention[] => {
      if (of !== stack || place.layer !== layer) return []
      const { outBias, after, afterSum } = vectors.attentions[number]!
      const writeNorm = normNames(isCross ? ln.cross : ln.attention, part.before !== null).after
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
export async function moveTools(architecture: Architecture, stack: Stack, { writes }: Runner): Promise<MoveTools> {
  const vectors = await writes.vectors()
  return {
    writesOfHeads: (attention, z) => writes.ofHeads(attention, z),
    writesOfAttentions: (attentions, z) => writes.ofAttentions(attentions, z),
    parts: streamParts(architecture, stack, vectors),
    finalNorm: ofStack(architecture, stack, vectors).finalNorm,
  }
}

function ofStack({ encoder }: Architecture, stack: Stack, vectors: ModelVectors): StackVectors {
  return stack === encoder ? vectors.encoder! : vectors.last
}
