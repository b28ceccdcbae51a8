import type { CircuitKind, CircuitReading } from '../../../shared/circuits'
import { allOf } from '../../../shared/some-of'
import { type Architecture, isPostNorm, type Norm, type PlacedAttention } from '../../families'
import type { OpenedModel } from '../opened-model'
import { writtenWords } from './circuit-sides'
import { architectureOf } from './weights-of'

/** What is folded into a head's circuit and what is left out of it, a sentence each, as the view, the figure and the table say it. */
export function circuitNotes(
  model: OpenedModel,
  attention: PlacedAttention,
  head: number,
  circuit: CircuitKind,
  reading: CircuitReading,
): string[] {
  const { part, stack } = attention
  const isQk = circuit === 'qk'
  return [
    normNote(architectureOf(model), attention, reading),
    isQk ? biasNote(attention, reading) : writtenBiasNote(attention),
    ...(isQk ? positionNotes(attention, reading) : []),
    ...(isQk && part.headNorms ? ['Queries and keys are normed in the model: their lengths are not.'] : []),
    ...(isQk && part.softCap !== null
      ? [`The model holds scores within ±${part.softCap}; these are before that.`]
      : []),
    ...(part.clip === null
      ? []
      : [`The model holds queries, keys and values within ±${part.clip}; here nothing is held.`]),
    ...sharingNote(stack.sizes, head),
    ...crossNote(attention),
    ...(isQk ? [] : [outNote(model, attention)]),
  ]
}

/** The same for all heads together. */
export function modelNotes(
  model: OpenedModel,
  attentions: readonly PlacedAttention[],
  reading: CircuitReading,
): string[] {
  const architecture = architectureOf(model)
  const last = attentions.at(-1)!
  return [
    normNote(architecture, last, reading),
    ...leftOut(attentions),
    'Composition is of the weights alone, through no later norm and no MLP.',
    ...(attentions.some(({ part }) => part.rotary)
      ? ['Queries and keys are taken as they are before they are turned.']
      : []),
    ...(attentions.some(({ place }) => place.queries === 'decoder' && place.keys === 'encoder')
      ? [
          'Heads from decoder to encoder read the encoder’s last states by keys and values, and the decoder’s stream by queries.',
        ]
      : []),
    outNote(model, last),
  ]
}

/** Which biases and positions some attention of the model has, none of which is in any of these numbers. */
function leftOut(attentions: readonly PlacedAttention[]): string[] {
  const some = (has: (attention: PlacedAttention) => unknown) => attentions.some(has)
  const biased = [
    ...(some(areBiased) ? ['queries', 'keys'] : []),
    ...writtenBiases.filter(({ has }) => some(has)).map(({ of }) => of),
  ]
  return [
    ...(biased.length > 0 ? [`Biases of ${allOf(biased)} are left out.`] : []),
    ...(some(({ stack }) => stack.embed.positions) ? [vectorsNote] : []),
    ...(some(({ part }) => part.alibi) ? [alibiNote] : []),
    ...(some(({ part }) => part.relative) ? [relativeNote] : []),
  ]
}

const alibiNote = 'ALiBi’s bias by distance is added in the model, and is left out.'
const relativeNote = 'The relative position bias is added in the model, and is left out.'
const vectorsNote = 'Position vectors are left out.'

function normNote(architecture: Architecture, { part, isCross }: PlacedAttention, { norms }: CircuitReading): string {
  const { encoder, embed } = architecture
  const before: readonly (Norm | null)[] = [part.before, isCross ? (encoder?.finalNorm ?? null) : null, part.after]
  const [norm] = [...before, architecture.finalNorm, embed.norm].filter((one) => one !== null)
  if (!norm) return 'No norm stands before this attention: there is nothing to fold.'
  const post = isPostNorm(architecture) ? ' Norms stand after the sums here; only the embedding’s is folded.' : ''
  if (norms === 'plain') return 'The gains of the norms are left out.'
  const kind = norm.kind === 'layer' ? 'LayerNorm’s gains and centring are folded in' : 'RMSNorm’s gains are folded in'
  return `${kind}; the division by each vector’s own length is not.${post}`
}

/** Whether queries and keys have biases: their own, or that of the norm before them. */
export function areBiased({ part: { qkv, before } }: PlacedAttention): boolean {
  const own = qkv.fused ? qkv.all.bias : (qkv.q.bias ?? qkv.k.bias)
  return Boolean(own ?? before?.bias)
}

function biasNote(attention: PlacedAttention, { biases }: CircuitReading): string {
  if (!areBiased(attention)) return 'Queries and keys have no biases.'
  return biases ? 'Biases of queries and keys are added.' : 'Biases of queries and keys are left out.'
}

/** Biases of what a head writes. */
const writtenBiases: readonly { readonly of: string; has(attention: PlacedAttention): boolean }[] = [
  { of: 'values', has: ({ part: { qkv } }) => Boolean(qkv.fused ? qkv.all.bias : qkv.v.bias) },
  { of: 'W_O', has: ({ part }) => Boolean(part.out.bias) },
]

function writtenBiasNote(attention: PlacedAttention): string {
  const which = writtenBiases.filter(({ has }) => has(attention)).map(({ of }) => of)
  if (which.length === 0) return 'Values and W_O have no biases.'
  return `The biases of ${which.join(' and of ')} are left out: they are no word’s own.`
}

function positionNotes({ part, stack }: PlacedAttention, { offset }: CircuitReading): string[] {
  const tokens = Math.abs(offset) === 1 ? 'token' : 'tokens'
  const apart =
    offset === 0
      ? 'as at the same position'
      : `as with the key ${Math.abs(offset)} ${tokens} ${offset > 0 ? 'before' : 'after'} the query`
  return [
    ...(part.rotary ? [`Queries and keys are turned ${apart}.`] : []),
    ...(part.alibi ? [alibiNote] : []),
    ...(part.relative ? [relativeNote] : []),
    ...(stack.embed.positions ? [vectorsNote] : []),
  ]
}

function sharingNote({ heads, keyHeads }: PlacedAttention['stack']['sizes'], head: number): string[] {
  const sharing = heads / keyHeads
  if (sharing === 1) return []
  const first = Math.floor(head / sharing) * sharing
  return [`Heads ${first} to ${first + sharing - 1} share this key and value.`]
}

function crossNote({ place, isCross }: PlacedAttention): string[] {
  if (!isCross) return []
  return place.keys === 'states'
    ? ['Keys and values are states that come from no words.']
    : ['Keys and values are the encoder’s last states, for which the encoder’s words stand in.']
}

function outNote(model: OpenedModel, attention: PlacedAttention): string {
  if (writtenWords(model, attention).words === 'unembedding') return 'What is written is read by the unembedding.'
  const architecture = architectureOf(model)
  const why =
    attention.stack !== architecture
      ? 'the encoder’s stream ends in states'
      : architecture.unembed === null
        ? 'the model has no unembedding'
        : 'layers of its own stand before the unembedding'
  return `What is written is read by the embedding, since ${why}.`
}
