import { byteText } from '../../../shared/byte-text'
import { type HeadDetail, patternCost } from '../../../shared/head-detail'
import { count, duration, plural } from '../../state/format'
import { useSession } from '../../state/session'

const forComparison = 1024

/** What the context costs: one weight for each pair of tokens, in each head. */
export function CostPart({ detail }: { detail: HeadDetail }) {
  const { tokens, model, milliseconds, fromStore, device } = detail
  const context = useSession((session) => session.model?.context ?? forComparison)
  const n = tokens.length
  const at = (length: number) => patternCost(length, model.heads, model.layers)
  const { weights, bytes } = at(n)
  const longer = Math.max(n, Math.min(forComparison, context))
  return (
    <section className="qkv-part" aria-label="Cost of the context">
      <h2>What the context costs</h2>
      <p>
        {plural(n, 'token')}: {plural(n * n, 'weight')} a head, {count(weights)} in all {model.layers * model.heads}{' '}
        heads, {byteText(bytes)} in F32. At {count(longer)} tokens{longer === context && ', the longest that it reads,'}{' '}
        it is {byteText(at(longer).bytes)}: it grows with n².
      </p>
      <p className="quiet">
        {fromStore ? 'Read from the store in ' : `Computed on ${device} in `}
        {duration(milliseconds)}.
      </p>
    </section>
  )
}
