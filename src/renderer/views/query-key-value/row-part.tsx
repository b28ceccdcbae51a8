import { RotateCcw } from 'lucide-react'
import { type KeyboardEvent, useEffect, useRef } from 'react'
import { keyText } from '../../../shared/attention-places'
import { weightText } from '../../../shared/figures/query-key-text'
import { diverging } from '../../../shared/figures/scales'
import { type HeadDetail, weightsAt } from '../../../shared/head-detail'
import { length } from '../../state/format'
import { setTemperature, useTemperature } from '../../state/head-detail'
import { useTheme } from '../../state/preferences'
import { useSelection } from '../../state/selection'
import { classes } from '../../ui/classes'
import { IconButton } from '../../ui/icon-button'
import { Slider } from '../../ui/slider'
import { TokenText } from '../../ui/token-text'
import { useInSight } from '../../ui/use-in-sight'

/** Height of a key's line, as the style has it. */
const pitch = 24

/** Keys are hidden since they are later, or too far back for the layer's window. */
function hiddenBy({ row, query, firstKey }: HeadDetail): string {
  const early = row.some(({ masked }, at) => masked && firstKey + at < query)
  return early ? 'they come later, or lie before the layer’s window' : 'they come later'
}

const sinkShare = (weights: readonly number[]) => 1 - weights.reduce((sum, weight) => sum + weight, 0)

/** The query's row: scores of all keys, the mask over them, and the softmax at a temperature. */
export function RowPart({ detail }: { detail: HeadDetail }) {
  const theme = useTheme()
  const temperature = useTemperature((state) => state.temperature)
  const { row, tokens, firstKey } = detail
  const key = detail.key - firstKey
  const choose = (at: number) => useSelection.setState({ source: firstKey + at })
  const weights = weightsAt(detail, temperature)
  const largest = Math.max(...row.map(({ score }) => Math.abs(score)), 1e-12)
  const hidden = row.filter(({ masked }) => masked).length
  const colour = diverging(theme)
  const list = useRef<HTMLOListElement>(null)
  const { from, to } = useInSight(list, 'down', pitch, row.length)
  useEffect(() => {
    const element = list.current
    if (!element) return
    const hasFocus = element.contains(document.activeElement)
    const top = key * pitch
    if (top < element.scrollTop) element.scrollTop = top
    else if (top + pitch > element.scrollTop + element.clientHeight)
      element.scrollTop = top + pitch - element.clientHeight
    if (hasFocus) element.querySelector<HTMLElement>('[aria-pressed="true"]')?.focus({ preventScroll: true })
  }, [key])
  const press = (event: KeyboardEvent) => {
    const next = { ArrowUp: key - 1, ArrowDown: key + 1 }[event.key]
    if (next === undefined) return
    event.preventDefault()
    if (next >= 0 && next < row.length) choose(next)
  }
  const inSight = row.slice(from, to).map((cell, index) => ({ ...cell, at: from + index }))
  const stop = Math.min(to - 1, Math.max(from, key))
  return (
    <section className="qkv-part" aria-label="Scores and weights">
      <h2>
        <TokenText text={tokens[detail.query]!.text} /> over all keys
      </h2>
      <p className="quiet">
        The softmax turns scores into weights{detail.sink === null && ' that sum to 1'}; “writes” is how long what the
        head writes from a key is.
        {hidden > 0 && ` The hatched keys are hidden by the mask: ${hiddenBy(detail)}. Point at one to see its score.`}
        {detail.sink !== null && ` The head’s sink, a score for no token, takes ${weightText(sinkShare(weights))}.`}
      </p>
      <Temperature value={temperature} />
      <div className="qkv-columns" aria-hidden="true">
        <span>key</span>
        <span>score</span>
        <span />
        <span>{temperature === 1 ? 'weight' : 'weight, what-if'}</span>
        <span />
        <span className="num">writes</span>
      </div>
      {/* Only the keys in sight are there. They are one tab stop: ↑ and ↓ go from key to key. */}
      <ol className="qkv-row" aria-label="Keys" ref={list} onKeyDown={press}>
        <li aria-hidden="true" style={{ height: from * pitch }} />
        {inSight.map(({ score, masked, weight, writeLength, at }) => (
          <li key={at} aria-setsize={row.length} aria-posinset={at + 1}>
            <button
              type="button"
              tabIndex={at === stop ? 0 : -1}
              className={classes('qkv-key', masked && 'qkv-masked', at === key && 'qkv-chosen')}
              aria-pressed={at === key}
              onClick={() => choose(at)}
            >
              <span className="qkv-word">
                <TokenText text={keyText(detail, firstKey + at)} />
              </span>
              <span className="qkv-score" aria-hidden="true">
                <span
                  style={{
                    width: `${(50 * Math.abs(score)) / largest}%`,
                    [score < 0 ? 'right' : 'left']: '50%',
                    background: colour(score < 0 ? -0.75 : 0.75),
                  }}
                />
              </span>
              <span className="num">
                {masked && <span className="qkv-mask-word">masked</span>}
                <span className="qkv-number">{length(score)}</span>
              </span>
              <span className="qkv-weight" aria-hidden="true">
                <span style={{ width: `${100 * weights[at]!}%` }} />
                {temperature !== 1 && !masked && <i style={{ left: `${100 * weight}%` }} />}
              </span>
              <span className="num">{masked ? '0' : weightText(weights[at]!)}</span>
              <span className="num quiet">{masked ? '' : length(weights[at]! * writeLength)}</span>
            </button>
          </li>
        ))}
        <li aria-hidden="true" style={{ height: (row.length - to) * pitch }} />
      </ol>
    </section>
  )
}

/** Steps of the slider from one temperature to its double. 0 is the model's own; they go from 0.10 to 4. */
const perDoubling = 20

/** A slider over the logarithm: as far to half as to twice. */
function Temperature({ value }: { value: number }) {
  const isModels = value === 1
  return (
    <div className="qkv-temperature">
      <span>Temperature</span>
      <Slider
        label="Temperature"
        value={Math.round(perDoubling * Math.log2(value))}
        min={-66}
        max={40}
        spoken={value.toFixed(2)}
        onChange={(place) => setTemperature(2 ** (place / perDoubling))}
      />
      <span className="num">{value.toFixed(2)}</span>
      <IconButton label="Back to the model’s temperature, 1" disabled={isModels} onClick={() => setTemperature(1)}>
        <RotateCcw size={14} />
      </IconButton>
      <span className={classes('qkv-what-if', !isModels && 'qkv-on')}>
        {isModels ? 'as in the model' : 'what-if: the model uses 1 (ticks)'}
      </span>
    </div>
  )
}
