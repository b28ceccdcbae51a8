import { rangeOf, type Side } from '../../../shared/attention-places'
import { byteText } from '../../../shared/byte-text'
import { type HeadDetail, patternCost } from '../../../shared/head-detail'
import { usePlaces } from '../../state/attention'
import { count, duration, plural } from '../../state/format'
import { useSession } from '../../state/session'

const forComparison = 1024

/** What the context costs: one weight for each query and key, in each head. */
export function CostPart({ detail }: { detail: HeadDetail }) {
  const { tokens, place, milliseconds, fromStore, device } = detail
  const places = usePlaces()
  const context = useSession((session) => session.model?.context ?? forComparison)
  const states = useSession((session) => session.ran?.states ?? null)
  const onSide = (side: Side) => rangeOf(tokens, side, states).count
  const heads = places.reduce((sum, place) => sum + place.heads, 0)
  const { weights, bytes } = patternCost(places, onSide)
  const most = Math.max(onSide(place.queries), onSide(place.keys))
  const longer = Math.max(most, Math.min(forComparison, context))
  const isOfTwo = place.queries !== 'all'
  return (
    <section className="qkv-part" aria-label="Cost of the context">
      <h2>What the context costs</h2>
      <p>
        {plural(tokens.length, 'token')}: {plural(onSide(place.queries) * detail.row.length, 'weight')} a head
        {isOfTwo && ' of this attention'}, {count(weights)} in all {heads} heads, {byteText(bytes)} in F32. At{' '}
        {count(longer)} tokens{isOfTwo && ' of each text'}
        {longer === context && ', the longest that it reads,'} it is{' '}
        {byteText(patternCost(places, (side) => (side === 'states' ? onSide(side) : longer)).bytes)}: it grows with n².
      </p>
      <p className="quiet">
        {fromStore ? 'Read from the store in ' : `Computed on ${device} in `}
        {duration(milliseconds)}.
      </p>
    </section>
  )
}
