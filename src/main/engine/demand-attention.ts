import { type AttentionPlace, rangeOf, type Side } from '../../shared/attention-places'
import { Fault } from '../../shared/fault'
import type { TokenInfo } from '../../shared/model-info'
import type { AttentionShape } from '../../shared/model-shape'
import type { OpenedModel } from './opened-model'

/** A model's attention by its number. Throws an `input` fault for one that is not there. */
export function demandAttention({ shape, info }: OpenedModel, number: number): AttentionShape {
  const { attentions } = shape
  const attention = attentions[number]
  if (attention) return attention
  const what = attentions.length === info.layers ? 'layer' : 'attention'
  throw Fault.input(`${info.name} has no ${what} ${number}`, {
    file: info.path,
    place: 'layer',
    remedy: `Choose ${what === 'layer' ? 'a layer' : 'an attention'} from 0 to ${attentions.length - 1}.`,
  })
}

/**
 * The row of a token of the prompt among the queries of an attention. Throws an `input` fault for one that is not in the prompt,
 * or that goes through the other stack.
 */
export function demandQuery({ place }: AttentionShape, tokens: readonly TokenInfo[], position: number): number {
  return demandToken(place, 'queries', tokens, position)
}

/** The same among its keys. */
export function demandKey({ place }: AttentionShape, tokens: readonly TokenInfo[], position: number): number {
  return demandToken(place, 'keys', tokens, position)
}

function demandToken(
  place: AttentionPlace,
  of: 'queries' | 'keys',
  tokens: readonly TokenInfo[],
  position: number,
): number {
  const where = of === 'queries' ? 'query' : 'key'
  const { first, count } = rangeOf(tokens, place[of])
  if (position >= first && position < first + count) return position - first
  const range = `from ${first} to ${first + count - 1}`
  if (position >= tokens.length) {
    throw Fault.input(`The prompt has no position ${position}`, {
      place: where,
      remedy: `Choose a position ${range}.`,
    })
  }
  const [own, other] = of === 'queries' ? ['asked by', 'asks'] : ['read from', 'is read']
  throw Fault.input(
    `The attention ${place.name} is ${own} ${whose(place[of])} tokens, and token ${position} is one of ${whose(tokens[position]!.side)}`,
    {
      place: where,
      remedy: `Choose a position ${range}, or an attention that ${of === 'queries' ? 'token' : 'the token'} ${other}.`,
    },
  )
}

function whose(side: Side | undefined): string {
  return side === 'encoder' ? 'the encoder’s' : 'the decoder’s'
}
