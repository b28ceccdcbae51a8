import type { NormPlaces, TapModel } from '../../shared/taps'
import type { Architecture, PartNorms } from './architecture'

/** The facts that decide which hook points a model has. */
export function tapModelOf({ embed, blocks, finalNorm, unembed }: Architecture): TapModel {
  return {
    positions: embed.positions !== null,
    tokenTypes: embed.tokenTypes !== null,
    embedNorm: embed.norm !== null,
    narrowEmbed: embed.projection?.of === 'sum',
    blocks: blocks.map(({ order, attention, mlp }) => ({
      parallel: order === 'parallel',
      attention: placesOf(attention),
      rotary: attention.rotary !== null,
      mlp: placesOf(mlp),
      mlpKind: mlp.kind,
    })),
    finalNorm: finalNorm !== null,
    unembeds: unembed !== null,
  }
}

function placesOf({ before, after, afterSum }: PartNorms): NormPlaces {
  return { before: before !== null, after: after !== null, afterSum: afterSum !== null }
}
