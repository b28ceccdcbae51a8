import { type KeyboardEvent, type PointerEvent, useRef, useState } from 'react'
import { keyText } from '../../../shared/attention-places'
import { largestProducts, productsGutter, QueryKeyProducts } from '../../../shared/figures/query-key-products'
import { scaleText, weightText } from '../../../shared/figures/query-key-text'
import { chosenKey, type HeadDetail } from '../../../shared/head-detail'
import { length } from '../../state/format'
import { useTheme } from '../../state/preferences'
import { TokenText } from '../../ui/token-text'
import { useWidth } from '../../ui/use-width'

const height = 168

/** q and k by dimension, their product, and what becomes of its sum. */
export function ProductsPart({ detail }: { detail: HeadDetail }) {
  const theme = useTheme()
  const box = useRef<HTMLDivElement>(null)
  const width = useWidth(box)
  const [pointed, setPointed] = useState<number | null>(null)
  const { q, k, products, tokens, query, key, rotary, sharing } = detail
  const shown = pointed !== null && pointed < q.length ? pointed : null
  const read = shown ?? largestProducts(detail)[0]!
  const reading = `q ${length(q[read]!)} × k ${length(k[read]!)} = ${length(products[read]!)}`

  const point = (event: PointerEvent<HTMLDivElement>) => {
    const x = event.clientX - event.currentTarget.getBoundingClientRect().left - productsGutter
    const at = Math.floor((x / (width - productsGutter)) * q.length)
    setPointed(at >= 0 && at < q.length ? at : null)
  }
  const step = (event: KeyboardEvent) => {
    const to = steps[event.key]?.(read, q.length - 1)
    if (to === undefined) return
    event.preventDefault()
    event.stopPropagation()
    setPointed(Math.max(0, Math.min(q.length - 1, to)))
  }
  return (
    <section className="qkv-part" aria-label="Query times key">
      <h2>
        Query of <TokenText text={tokens[query]!.text} /> times key of <TokenText text={keyText(detail, key)} />
      </h2>
      <p className="quiet">
        Where both point the same way, a dimension adds to the score; where they disagree, it takes away.
        {rotary && ' Both are shown as they are multiplied: turned by their positions.'}
        {sharing > 1 && ` ${sharing} heads share this key.`}
      </p>
      <div
        ref={box}
        className="qkv-bars"
        role="slider"
        tabIndex={0}
        aria-label="Dimension"
        aria-valuemin={0}
        aria-valuemax={q.length - 1}
        aria-valuenow={read}
        aria-valuetext={`${read}: ${reading}`}
        onPointerMove={point}
        onPointerLeave={() => setPointed(null)}
        onKeyDown={step}
        onBlur={() => setPointed(null)}
      >
        {width > 0 && (
          <svg width={width} height={height} aria-hidden="true">
            <QueryKeyProducts detail={detail} theme={theme} width={width} height={height} pointed={shown} />
          </svg>
        )}
      </div>
      <p className="qkv-reading">
        <span className="quiet">
          {shown === null ? 'Largest product, dimension' : 'Dimension'} {read}:
        </span>{' '}
        {reading}
      </p>
      <Formula detail={detail} />
    </section>
  )
}

const steps: Readonly<Record<string, (at: number, last: number) => number>> = {
  ArrowLeft: (at) => at - 1,
  ArrowDown: (at) => at - 1,
  ArrowRight: (at) => at + 1,
  ArrowUp: (at) => at + 1,
  Home: () => 0,
  End: (_, last) => last,
}

/** q·k, divided: the score. */
function Formula({ detail }: { detail: HeadDetail }) {
  const { masked, score, weight } = chosenKey(detail)
  return (
    <div className="qkv-formula">
      <Term name="q·k, all products" value={length(detail.dot)} />
      <span className="qkv-sign">{scaleText(detail)}</span>
      <span className="qkv-sign">=</span>
      <Term name="score" value={length(score)} />
      <span className="qkv-sign">→</span>
      <Term name={masked ? 'hidden by the mask' : 'weight, after softmax'} value={masked ? '0' : weightText(weight)} />
    </div>
  )
}

function Term({ name, value }: { name: string; value: string }) {
  return (
    <span className="qkv-term">
      <span className="num">{value}</span>
      <span className="qkv-term-name">{name}</span>
    </span>
  )
}
