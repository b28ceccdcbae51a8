import { headOf, type LayerPatterns } from '../../../shared/attention'
import { type AttentionPlace, rangeOf, tokensOn } from '../../../shared/attention-places'
import { fixed } from '../../../shared/figures/numbers'
import type { TokenInfo } from '../../../shared/model-info'
import type { TwoModels } from '../../../shared/two-models'
import { ContextBadge, useContextColour } from '../../ui/context-badge'
import { TokenText } from '../../ui/token-text'
import { PatternCanvas } from './pattern-canvas'

/** One head's pattern in each model, and the token's row of both, key by key. */
export function PatternPair({
  answer,
  place,
  head,
  patterns,
}: {
  answer: TwoModels
  place: AttentionPlace
  head: number
  patterns: readonly [LayerPatterns, LayerPatterns]
}) {
  const { tokens, position } = answer
  const keys = tokensOn(tokens, place.keys)
  const { first, count } = rangeOf(tokens, place.queries)
  const at = position - first
  const row = at >= 0 && at < count ? at : null
  const weights = patterns.map((of) => headOf(of, of.weights, head)) as [Float32Array, Float32Array]
  return (
    <div className="pattern-pair">
      <div className="pattern-pair-matrices">
        {weights.map((values, index) => (
          <figure key={index}>
            <figcaption>
              <ContextBadge index={index} />
            </figcaption>
            <PatternCanvas
              weights={values}
              queries={count}
              keys={keys.length}
              row={row}
              label={`Pattern of ${index === 0 ? 'A' : 'B'}, queries by keys`}
            />
          </figure>
        ))}
      </div>
      {row !== null && <TokenRow query={tokens[position]!} keys={keys} row={row} weights={weights} />}
    </div>
  )
}

/** What the token reads in each model, in the order of the sentence. */
function TokenRow({
  query,
  keys,
  row,
  weights,
}: {
  query: TokenInfo
  keys: readonly TokenInfo[]
  row: number
  weights: readonly [Float32Array, Float32Array]
}) {
  const colours = [useContextColour(0), useContextColour(1)]
  const of = (values: Float32Array) => values.subarray(row * keys.length, (row + 1) * keys.length)
  const [own, reference] = [of(weights[0]), of(weights[1])]
  const largest = Math.max(1e-9, ...own, ...reference)
  return (
    <table className="token-row">
      <caption>
        What <TokenText text={query.text} /> reads
      </caption>
      <thead>
        <tr>
          <th scope="col">key</th>
          <td />
          <th scope="col">A</th>
          <th scope="col">B</th>
          <th scope="col">A − B</th>
        </tr>
      </thead>
      <tbody>
        {keys.map((key, at) => {
          const both = [own[at]!, reference[at]!]
          // What the mask hides is 0 in both.
          if (both[0] === 0 && both[1] === 0) return null
          return (
            <tr key={at}>
              <th scope="row">
                <TokenText text={key.text} />
              </th>
              <td className="two-bars" aria-hidden="true">
                {both.map((share, index) => (
                  <span key={index} style={{ width: `${(100 * share) / largest}%`, background: colours[index] }} />
                ))}
              </td>
              <td className="num">{fixed(both[0]!, 3)}</td>
              <td className="num">{fixed(both[1]!, 3)}</td>
              <td className="num">{fixed(both[0]! - both[1]!, 3)}</td>
            </tr>
          )
        })}
      </tbody>
    </table>
  )
}
