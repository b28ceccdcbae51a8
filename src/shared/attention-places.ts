import * as z from 'zod'
import type { ModelInfo, TokenInfo } from './model-info'
import { type StackName, stackNames } from './taps'

/** One head of an attention. `layer` is the attention's number, from 0 through the whole model. */
export interface Head {
  readonly layer: number
  readonly head: number
}

/** Whose tokens: of one of an encoder–decoder's texts, or of the only one there is; or states that are no tokens (Whisper). */
export const side = z.enum(['encoder', 'decoder', 'all', 'states'])

export type Side = z.infer<typeof side>

/** Which attention it is, for those who have no model at hand. */
export const namedPlace = z.object({
  /** `3`, or `cross 3` where there are several kinds. */
  name: z.string(),
  /** Its block's number in its stack. */
  layer: z.int(),
  queries: side,
  keys: side,
})

export type NamedPlace = z.infer<typeof namedPlace>

/** One attention of a model, with all its heads. */
export interface AttentionPlace extends NamedPlace {
  /** What its hook points begin with. */
  readonly at: string
  readonly heads: number
  /** Whether a query sees no key after it. */
  readonly causal: boolean
}

/** What of a model says which attentions it has. */
export interface AttentionFacts extends Pick<ModelInfo, 'kind' | 'layers' | 'heads' | 'givenStates'> {
  readonly encoder: Pick<NonNullable<ModelInfo['encoder']>, 'layers' | 'heads'> | null
}

/**
 * Every attention of a model, in the order in which a forward pass reaches them: one for each layer, and in an encoder–decoder
 * first the encoder's, then of each of the decoder's layers its own and the one to the encoder, or to states that are given.
 */
export function attentionPlaces({
  kind,
  layers,
  heads,
  encoder,
  givenStates,
}: AttentionFacts): readonly AttentionPlace[] {
  const each = <T>(count: number, of: (layer: number) => T) => Array.from({ length: count }, (_, layer) => of(layer))
  const within = (stack: StackName, layer: number, part: string) => `${stackNames(stack).block(layer)}.${part}`
  if (encoder === null && !givenStates) {
    const causal = kind === 'decoder'
    return each(layers, (layer) => {
      return {
        at: within('blocks', layer, 'attn'),
        layer,
        name: `${layer}`,
        heads,
        queries: 'all',
        keys: 'all',
        causal,
      }
    })
  }
  const [queries, source] = encoder ? (['decoder', 'encoder'] as const) : (['all', 'states'] as const)
  return [
    ...each(encoder?.layers ?? 0, (layer): AttentionPlace => {
      const side = { queries: 'encoder', keys: 'encoder', causal: false } as const
      return { at: within('encoder', layer, 'attn'), layer, name: `enc ${layer}`, heads: encoder!.heads, ...side }
    }),
    ...each(layers, (layer): AttentionPlace[] => {
      const at = (part: string) => within('decoder', layer, part)
      const own = { at: at('attn'), name: `dec ${layer}`, keys: queries, causal: true }
      const cross = { at: at('cross_attn'), name: `cross ${layer}`, keys: source, causal: false }
      return [own, cross].map((place) => ({ layer, heads, queries, ...place }))
    }).flat(),
  ]
}

/** The most heads that any of them has. */
export function mostHeads(places: readonly AttentionPlace[]): number {
  return Math.max(0, ...places.map(({ heads }) => heads))
}

/** Where a side's tokens stand in the list of all. States that are given beside them, so many, are counted on their own. */
export function rangeOf(
  tokens: readonly Pick<TokenInfo, 'side'>[],
  side: Side,
  states: number | null = null,
): { readonly first: number; readonly count: number } {
  if (side === 'all') return { first: 0, count: tokens.length }
  if (side === 'states') return { first: 0, count: states ?? 0 }
  const count = tokens.filter((token) => token.side === side).length
  return { first: side === 'encoder' ? 0 : tokens.length - count, count }
}

/** A side's tokens out of the list of all. */
export function tokensOn<T extends Pick<TokenInfo, 'side'>>(tokens: readonly T[], side: Side): readonly T[] {
  const { first, count } = rangeOf(tokens, side)
  return tokens.slice(first, first + count)
}

/** What an attention's queries and keys are called, and where they begin among all tokens. */
export interface Texts {
  readonly queries: readonly Named[]
  readonly keys: readonly Named[]
  readonly firstQuery: number
  readonly firstKey: number
}

/** A token, or a state that is none, by its text. */
export type Named = Pick<TokenInfo, 'text'>

export function textsOf(
  tokens: readonly TokenInfo[],
  place: Pick<NamedPlace, 'queries' | 'keys'>,
  states: number | null,
): Texts {
  const { first, count } = rangeOf(tokens, place.keys, states)
  return {
    queries: tokensOn(tokens, place.queries),
    keys: Array.from({ length: count }, (_, at) => ({ text: keyText({ tokens, place }, first + at) })),
    firstQuery: rangeOf(tokens, place.queries).first,
    firstKey: first,
  }
}

/** Whether two attentions are among the same tokens, so that their patterns can be taken together. */
export function isAmongSame(one: AttentionPlace | undefined, other: AttentionPlace | undefined): boolean {
  return one !== undefined && one.queries === other?.queries && one.keys === other.keys
}

/** What a head is called: `3.1`, or `cross 3.1`. */
export function headLabel(places: readonly AttentionPlace[], { layer, head }: Head): string {
  return `${places[layer]?.name ?? layer}.${head}`
}

/** What an attention's step is called, or that of its block's MLP: `Layer 3 attention`, `Decoder layer 3 cross-attention`. */
export function stepTitle({ layer, queries, keys }: NamedPlace, part: 'attention' | 'mlp'): string {
  const block = queries === 'encoder' ? 'Encoder layer' : queries === 'decoder' ? 'Decoder layer' : 'Layer'
  return `${block} ${layer} ${part === 'mlp' ? 'MLP' : keys === queries ? 'attention' : 'cross-attention'}`
}

/** Whether an attention is among its queries' own tokens. */
export function stepKind({ queries, keys }: Pick<NamedPlace, 'queries' | 'keys'>): 'attention' | 'cross' {
  return queries === keys ? 'attention' : 'cross'
}

/** What an attention is called over a row: `L3`, or `cross 3` where there are several kinds. */
export function placeLabel({ name, layer }: NamedPlace): string {
  return name === `${layer}` ? `L${layer}` : name
}

/** What the text of a key is: its token's, or which state it is where keys are no tokens. */
export function keyText(
  { tokens, place }: { readonly tokens: readonly Named[]; readonly place: Pick<NamedPlace, 'keys'> },
  position: number,
): string {
  return place.keys === 'states' ? `state ${position}` : tokens[position]!.text
}

/** The named facts of a place. */
export function namedPlaceOf({ name, layer, queries, keys }: AttentionPlace): NamedPlace {
  return { name, layer, queries, keys }
}

/** The attention of a token's station: counted from the embedding, two for each layer, and three in a decoder that reads an encoder. */
export function placeOfStation(model: AttentionFacts, side: TokenInfo['side'], station: number): number {
  const { layers, encoder, givenStates } = model
  const step = Math.max(0, station - 1)
  if (side === 'encoder' && encoder) return Math.min(encoder.layers - 1, Math.floor(step / 2))
  if (encoder === null && !givenStates) return Math.min(layers - 1, Math.floor(step / 2))
  const layer = Math.min(layers - 1, Math.floor(step / 3))
  return (encoder?.layers ?? 0) + 2 * layer + (step % 3 === 0 ? 0 : 1)
}

/** The station where an attention has done its work, on the paths of the side whose queries it has. */
export function stationOfPlace({ encoder, givenStates }: AttentionFacts, { layer, queries, keys }: NamedPlace): number {
  const isAlone = queries === 'encoder' || (encoder === null && !givenStates)
  return isAlone ? 2 * layer + 1 : 3 * layer + (keys === queries ? 1 : 2)
}
