import { attentionPlaces, rangeOf, stationOfPlace } from '../../shared/attention-places'
import { useSelection } from './selection'
import { useSession } from './session'
import { followIfAsked } from './trace'

/**
 * A head of an attention, by number; the path goes to where that has done its work. Where the chosen token is none of its
 * queries, the last of these that a person wrote is chosen.
 */
export function selectHead(layer: number, head: number): void {
  select(layer, { head })
}

/** An attention, by number, in the same way; a head that was chosen stays chosen. */
export function selectAttention(layer: number): void {
  select(layer, {})
}

function select(layer: number, head: { readonly head?: number }): void {
  const { model, ran } = useSession.getState()
  const place = model && attentionPlaces(model)[layer]
  if (!model || !place) return
  const tokens = ran?.tokens ?? []
  const { position } = useSelection.getState()
  const isAsking = place.queries === 'all' || tokens[position ?? -1]?.side === place.queries
  const chosen = isAsking ? position : lastOf(tokens, rangeOf(tokens, place.queries))
  useSelection.setState({
    ...{ ...head, position: chosen, station: stationOfPlace(model, place), playhead: null, playing: false },
    ...(isAsking ? {} : { source: null }),
  })
  if (!isAsking) followIfAsked()
}

function lastOf(
  tokens: readonly { readonly special: boolean }[],
  { first, count }: { readonly first: number; readonly count: number },
): number | null {
  const written = tokens.findLastIndex(({ special }, at) => !special && at >= first && at < first + count)
  return written >= 0 ? written : count > 0 ? first + count - 1 : null
}
