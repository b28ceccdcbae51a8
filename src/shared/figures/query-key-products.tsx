import type { JSX } from 'react'
import type { HeadDetail } from '../head-detail'
import { coordinate, fixed } from './numbers'
import { diverging } from './scales'
import { figureColours, type } from './theme'
import type { FigureTheme } from './trajectory-spec'

/** Room at the left for the rows' names. */
export const productsGutter = 58
/** Room under the bars for the numbers of the largest. */
export const productsFoot = 18

const markedAtMost = 3

/** The dimensions whose products are the largest, either sign, the largest first. */
export function largestProducts({ products }: Pick<HeadDetail, 'products'>): number[] {
  return Array.from(products.keys())
    .sort((a, b) => Math.abs(products[b]!) - Math.abs(products[a]!))
    .slice(0, markedAtMost)
}

/**
 * q, k and their product as three rows of bars over the same dimensions, each on a scale of its own that ends at its largest
 * value, with the numbers of the largest products under them. `height` holds the foot; nothing is drawn outside.
 */
export function QueryKeyProducts({
  detail,
  theme,
  width,
  height,
  pointed,
}: {
  detail: Pick<HeadDetail, 'q' | 'k' | 'products'>
  theme: FigureTheme
  width: number
  height: number
  /** Dimension that is pointed at. */
  pointed: number | null
}): JSX.Element {
  const colours = figureColours[theme]
  const rows = [
    { name: 'q', values: detail.q },
    { name: 'k', values: detail.k },
    { name: 'q × k', values: detail.products },
  ]
  const dimensions = detail.q.length
  const step = (width - productsGutter) / dimensions
  const rowHeight = (height - productsFoot) / rows.length
  const left = (dimension: number) => productsGutter + dimension * step
  return (
    <g>
      {pointed !== null && (
        <rect
          x={coordinate(left(pointed))}
          y={0}
          width={coordinate(step)}
          height={coordinate(height - productsFoot)}
          fill={colours.grid}
        />
      )}
      {rows.map((row, index) => (
        <g key={row.name} transform={`translate(0 ${coordinate(index * rowHeight)})`}>
          <Bars {...row} theme={theme} width={width} height={rowHeight} step={step} />
        </g>
      ))}
      {apart(largestProducts(detail), step).map((dimension) => (
        <text
          key={dimension}
          x={coordinate(left(dimension) + step / 2)}
          y={coordinate(height - 5)}
          fontSize={type.label}
          textAnchor="middle"
          fill={colours.ink2}
        >
          {dimension}
        </text>
      ))}
    </g>
  )
}

function Bars({
  name,
  values,
  theme,
  width,
  height,
  step,
}: {
  name: string
  values: readonly number[]
  theme: FigureTheme
  width: number
  height: number
  step: number
}) {
  const colours = figureColours[theme]
  const colour = diverging(theme)
  const largest = Math.max(...values.map(Math.abs), 1e-12)
  const zero = height / 2
  const reach = zero - 3
  return (
    <>
      <text x={0} y={coordinate(zero - 1)} fontSize={type.strong} fontWeight={600} fill={colours.ink}>
        {name}
      </text>
      <text x={0} y={coordinate(zero + 12)} fontSize={type.label} fill={colours.ink2}>
        {`±${fixed(largest, 2)}`}
      </text>
      <line x1={productsGutter} x2={coordinate(width)} y1={zero} y2={zero} stroke={colours.line} strokeWidth={1} />
      {values.map((value, dimension) => {
        const size = (Math.abs(value) / largest) * reach
        return (
          <rect
            key={dimension}
            x={coordinate(productsGutter + dimension * step + step * 0.12)}
            y={coordinate(value < 0 ? zero : zero - size)}
            width={coordinate(step * 0.76)}
            height={coordinate(Math.max(size, 0.01))}
            fill={colour(value < 0 ? -0.75 : 0.75)}
          />
        )
      })}
    </>
  )
}

/** Of dimensions in order of importance, those whose numbers do not run into a more important one's. */
function apart(dimensions: readonly number[], step: number): number[] {
  const kept: number[] = []
  for (const dimension of dimensions) {
    if (kept.every((other) => Math.abs(other - dimension) * step > 24)) kept.push(dimension)
  }
  return kept
}
