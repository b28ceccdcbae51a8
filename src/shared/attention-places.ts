import type { ModelInfo, TokenInfo } from './model-info'
import { type StackName, stackNames } from './taps'

/** One head of an attention. `layer` is the attention's number, from 0 through the whole model. */
export interface Head {
  readonly layer: number
  readonly head: number
}

/** Whose tokens: of one of an encoder–decoder's texts, or of the only one there is. */
export type Side = 'encoder' | 'decoder' | 'all'

/** One attention of a model, with all its heads. */
export interface AttentionPlace {
  /** What its hook points begin with. */
  readonly at: string
  /** Its block's number in its stack. */
  readonly layer: number
  /** `3`, or `cross 3` where there are several kinds. */
  readonly name: string
  readonly heads: number
  readonly queries: Side
  readonly keys: Side
  /** Whether a query sees no key after it. */
  readonly causal: boolean
}

type Facts = Pick<ModelInfo, 'kind' | 'layers' | 'heads' | 'encoder'>

/**
 * Every attention of a model, in the order in which a forward pass reaches them: one for each layer, and in an encoder–decoder
 * first the encoder's, then of each of the decoder's layers its own and the one to the encoder.
 */
export function attentionPlaces({ kind, layers, heads, encoder }: Facts): readonly AttentionPlace[] {
  const each = <T>(count: number, of: (layer: number) => T) => Array.from({ length: count }, (_, layer) => of(layer))
  const within = (stack: StackName, layer: number, part: string) => `${stackNames(stack).block(layer)}.${part}`
  if (encoder === null) {
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
  return [
    ...each(encoder.layers, (layer): AttentionPlace => {
      const side = { queries: 'encoder', keys: 'encoder', causal: false } as const
      return { at: within('encoder', layer, 'attn'), layer, name: `enc ${layer}`, heads: encoder.heads, ...side }
    }),
    ...each(layers, (layer): AttentionPlace[] => {
      const at = (part: string) => within('decoder', layer, part)
      const own = { at: at('attn'), name: `dec ${layer}`, keys: 'decoder', causal: true } as const
      const cross = { at: at('cross_attn'), name: `cross ${layer}`, keys: 'encoder', causal: false } as const
      return [own, cross].map((place) => ({ layer, heads, queries: 'decoder', ...place }))
    }).flat(),
  ]
}

/** The most heads that any of them has. */
export function mostHeads(places: readonly AttentionPlace[]): number {
  return Math.max(0, ...places.map(({ heads }) => heads))
}

/** Where a side's tokens stand in the list of all. */
export function rangeOf(
  tokens: readonly Pick<TokenInfo, 'side'>[],
  side: Side,
): { readonly first: number; readonly count: number } {
  if (side === 'all') return { first: 0, count: tokens.length }
  const count = tokens.filter((token) => token.side === side).length
  return { first: side === 'encoder' ? 0 : tokens.length - count, count }
}

/** A side's tokens out of the list of all. */
export function tokensOn<T extends Pick<TokenInfo, 'side'>>(tokens: readonly T[], side: Side): readonly T[] {
  const { first, count } = rangeOf(tokens, side)
  return tokens.slice(first, first + count)
}

/** Whether two attentions are among the same tokens, so that their patterns can be taken together. */
export function isAmongSame(one: AttentionPlace | undefined, other: AttentionPlace | undefined): boolean {
  return one !== undefined && one.queries === other?.queries && one.keys === other.keys
}

/** What a head is called: `3.1`, or `cross 3.1`. */
export function headLabel(places: readonly AttentionPlace[], { layer, head }: Head): string {
  return `${places[layer]?.name ?? layer}.${head}`
}

/** The layer of a station, counted from the embedding with so many a layer. The embedding has none; the first one's stands for it. */
export function layerOfStation(station: number, perLayer: 2 | 3 = 2): number {
  return Math.max(0, Math.floor((station - 1) / perLayer))
}

/** The attention of a token's station: counted from the embedding, two for each layer, and three in a decoder that reads an encoder. */
export function placeOfStation(model: Facts, side: TokenInfo['side'], station: number): number {
  const { layers, encoder } = model
  if (encoder === null) return Math.min(layers - 1, layerOfStation(station))
  if (side === 'encoder') return Math.min(encoder.layers - 1, layerOfStation(station))
  const layer = Math.min(layers - 1, layerOfStation(station, 3))
  const isOwn = station <= 0 || (station - 1) % 3 === 0
  return encoder.layers + 2 * layer + (isOwn ? 0 : 1)
}

/** The station where an attention has done its work, on the paths of the side whose queries it has. */
export function stationOfPlace({ encoder }: Facts, { layer, queries, keys }: AttentionPlace): number {
  if (encoder === null || queries === 'encoder') return 2 * layer + 1
  return 3 * layer + (keys === 'encoder' ? 2 : 1)
}
