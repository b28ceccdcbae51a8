import { count, fixed } from '../../../shared/figures/numbers'
import { isAbsent, type NextWords, type TwoModels } from '../../../shared/two-models'
import { quoted } from '../../../shared/visible-text'
import { ContextBadge, useContextColour } from '../../ui/context-badge'
import { Empty } from '../../ui/empty'
import { TokenText } from '../../ui/token-text'

/** What both models say at the token, word by word. */
export function WordsSection({ answer }: { answer: TwoModels }) {
  const { words } = answer
  if (isAbsent(words)) return <Empty title={`Their words cannot be set side by side. ${words.absent}`} />
  return <Words answer={answer} words={words} />
}

function Words({ answer, words }: { answer: TwoModels; words: NextWords }) {
  const colours = [useContextColour(0), useContextColour(1)]
  const token = answer.tokens[answer.position]!
  const largest = Math.max(...words.words.flatMap(({ probabilities }) => probabilities))
  const { divergence, entropies } = words
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: where it has no room it scrolls, and the keys have to reach it
    <section className="models-words" aria-label="What both say" tabIndex={0}>
      <dl>
        <div>
          <dt>KL divergence of A from B</dt>
          <dd className="num">{fixed(divergence, 4)} bits</dd>
        </div>
        <div>
          <dt>Entropy of A, of B</dt>
          <dd className="num">{entropies.map((bits) => fixed(bits, 2)).join(', ')} bits</dd>
        </div>
        <div>
          <dt>Largest difference of a logit</dt>
          <dd className="num">
            {fixed(words.largest.difference, 3)} ({quoted(words.largest.text)})
          </dd>
        </div>
      </dl>
      <table>
        <caption>
          {words.about === 'next' ? 'The likeliest words after' : 'The likeliest words in place of'}{' '}
          <TokenText text={token.text} />
        </caption>
        <thead>
          <tr>
            <th scope="col">word</th>
            <td />
            {[0, 1].map((index) => (
              <th key={index} scope="col">
                <ContextBadge index={index} />
              </th>
            ))}
            <th scope="col" title="Among all words of the vocabulary, from 1">
              rank
            </th>
          </tr>
        </thead>
        <tbody>
          {words.words.map(({ id, text, probabilities, ranks }) => (
            <tr key={id}>
              <th scope="row">
                <TokenText text={text} />
              </th>
              <td className="two-bars" aria-hidden="true">
                {probabilities.map((share, index) => (
                  <span key={index} style={{ width: `${(100 * share) / largest}%`, background: colours[index] }} />
                ))}
              </td>
              {probabilities.map((share, index) => (
                <td key={index} className="num">
                  {share > 0 && share < 0.0005 ? '<0.001' : fixed(share, 3)}
                </td>
              ))}
              <td className="num">
                {ranks[0] === ranks[1] ? count(ranks[0] + 1) : `${count(ranks[0] + 1)}, ${count(ranks[1] + 1)}`}
              </td>
            </tr>
          ))}
        </tbody>
      </table>
    </section>
  )
}
