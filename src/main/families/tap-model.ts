import type { NormPlaces, TapModel, TapStack } from '../../shared/taps'
import type { Architecture, Attention, PartNorms, Stack } from './architecture'

/** The facts that decide which hook points a model has. */
export function tapModelOf(architecture: Architecture): TapModel {
  const { encoder, unembed, pooler, taskHead } = architecture
  return {
    ...tapStackOf(architecture),
    encoder: encoder && tapStackOf(encoder),
    unembeds: unembed !== null,
    pooler: pooler !== null,
    taskHead: taskHead && {
      at: taskHead.at,
      each: taskHead.reads === 'each',
      dense: taskHead.transform !== null,
    },
  }
}

/** The same of one of its stacks. */
export function tapStackOf({ at, embed, blocks, finalNorm }: Stack): TapStack {
  return {
    at,
    positions: embed.positions !== null,
    tokenTypes: embed.tokenTypes !== null,
    embedNorm: embed.norm !== null,
    narrowEmbed: embed.projection?.of === 'sum',
    blocks: blocks.map(({ order, attention, cross, mlp }) => ({
      parallel: order === 'parallel',
      attention: placesOf(attention),
      rotary: isTurned(attention),
      cross: cross && placesOf(cross),
      mlp: placesOf(mlp),
      mlpKind: mlp.kind,
    })),
    finalNorm: finalNorm !== null,
  }
}

/** Whether queries and keys are not multiplied as they are projected. */
export function isTurned({ rotary, headNorms }: Attention): boolean {
  return rotary !== null || headNorms !== null
}

/** Where norms stand around a part. */
export function placesOf({ before, after, afterSum }: PartNorms): NormPlaces {
  return { before: before !== null, after: after !== null, afterSum: afterSum !== null }
}
