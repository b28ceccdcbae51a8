import type { Embed, Positions, Rotary, Stack } from './architecture'
import type { Family, PositionsPlan, StackPlan } from './family'
import { readBlock } from './read-block'
import type { Weights } from './weights'

/** A plan's embedding, blocks and final norm, with the weights that it names. */
export function readStack(family: Family, plan: StackPlan, at: Stack['at'], weights: Weights): Stack {
  const { sizes, finalNorm, norm, alibi } = plan
  const embed = readEmbed(plan, weights)
  const blocks = Array.from({ length: sizes.layers }, (_, layer) => readBlock(family, plan, weights, layer))
  return {
    ...{ at, sizes, embed, blocks },
    finalNorm: finalNorm ? weights.norm(finalNorm, sizes.dModel, norm) : null,
    rotaries: rotariesOf(blocks),
    alibi: alibi ?? null,
  }
}

function rotariesOf(blocks: Stack['blocks']): Rotary[] {
  return [...new Set(blocks.map(({ attention }) => attention.rotary))].filter((rotary) => rotary !== null)
}

function readEmbed({ embed, sizes, norm }: StackPlan, weights: Weights): Embed {
  const { dModel, vocabulary, context } = sizes
  const { projection, positions, tokenTypes } = embed
  const narrow = projection?.width ?? dModel
  const width = projection?.of === 'sum' ? narrow : dModel
  return {
    table: weights.tensor(embed.table, [vocabulary, narrow]),
    scale: embed.scale ?? 1,
    projection: projection
      ? { of: projection.of, linear: weights.linear(projection.name, [narrow, dModel], 'out-in') }
      : null,
    positions: positions ? readPositions(positions, [context, width], weights) : null,
    tokenTypes: tokenTypes ? weights.tensor(tokenTypes.table, [tokenTypes.count, width]) : null,
    norm: embed.norm ? weights.norm(embed.norm, width, norm) : null,
  }
}

function readPositions(
  positions: PositionsPlan,
  [context, width]: readonly [number, number],
  weights: Weights,
): Positions {
  if (positions === 'sinusoidal') return { kind: 'sinusoidal', reached: false, offset: 0, uncounted: null }
  if ('sines' in positions) {
    return { kind: 'sinusoidal', reached: true, offset: positions.offset, uncounted: positions.uncounted }
  }
  const { table, offset = 0, uncounted = null } = positions
  return { kind: 'learned', table: weights.tensor(table, [offset + context, width]), offset, uncounted }
}
