import type { JSX } from 'react'
import { keyText } from '../attention-places'
import { chosenKey, type HeadDetail } from '../head-detail'
import { visibleText } from '../visible-text'
import { HeadWords, layoutHead } from './figure-head'
import { FigureSheet } from './figure-sheet'
import { coordinate, fixed } from './numbers'
import { productsFoot, QueryKeyProducts } from './query-key-products'
import { keysThatFit, QueryKeyRow } from './query-key-row'
import type { QueryKeySpec } from './query-key-spec'
import { headName, scaleText, weightText } from './query-key-text'
import { figureColours, type } from './theme'
import { legible } from './words'

const margin = 14
const standardTop = 48
/** Between the products and the row: the sum in words. */
const between = 40
/** What is left out is said in a line of its own. */
const footnote = 18
/** Narrower than this, the sum is written smaller. */
const narrow = 420

/** Where the height is free: of q, k and their product, each with its name over its largest value. */
const leastProducts = 3 * 38 + productsFoot

/** How tall the figure is at a width, so that nothing in it is cramped. */
export function queryKeyHeight(detail: HeadDetail, width: number): number {
  const { head } = headingOf(detail, width)
  return Math.max(0.65 * width, standardTop + head.extra + 2 * leastProducts + between + margin)
}

/** One query and key of a head: their product by dimension, its sum and score, and the query's row of scores and weights. */
export function QueryKeyFigure({ spec, detail }: { spec: QueryKeySpec; detail: HeadDetail }): JSX.Element {
  const { theme, width, height, temperature } = spec
  const colours = figureColours[theme]
  const room = width - 2 * margin
  const { title, head } = headingOf(detail, width)
  const top = standardTop + head.extra
  const products = (height - top - between - margin) * 0.5
  const below = height - top - products - between - margin
  const rows = detail.row.length > keysThatFit(below) ? below - footnote : below
  const left = Math.max(0, detail.row.length - keysThatFit(rows))
  const { masked, score, weight } = chosenKey(detail)
  const end = masked ? 'hidden by the mask' : `weight ${weightText(weight)}`
  return (
    <FigureSheet
      spec={spec}
      title={`${title}: ${legible(detail.model.name)}`}
      description={`q·k = ${fixed(detail.dot, 3)}, score ${fixed(score, 3)}, ${end}.`}
    >
      <rect width={width} height={height} fill={colours.paper} />
      <HeadWords head={head} colours={colours} />
      <g transform={`translate(${margin} ${top})`}>
        <QueryKeyProducts detail={detail} theme={theme} width={room} height={products} pointed={null} />
      </g>
      <text
        x={margin}
        y={coordinate(top + products + 18)}
        fontSize={width < narrow ? type.label : type.strong}
        fill={colours.ink}
      >
        {`sum = q·k = ${fixed(detail.dot, 2)},  ${scaleText(detail)} = ${fixed(score, 2)} (score),  ${end}`}
      </text>
      <g transform={`translate(${margin} ${coordinate(top + products + between)})`}>
        <QueryKeyRow detail={detail} theme={theme} width={room} height={rows} temperature={temperature} />
      </g>
      {left > 0 && (
        <text x={margin} y={height - margin + 2} fontSize={type.label} fill={colours.ink2}>
          {`${left} ${left === 1 ? 'key' : 'keys'} not drawn`}
        </text>
      )}
    </FigureSheet>
  )
}

function headingOf(detail: HeadDetail, width: number) {
  const word = (text: string) => `“${legible(visibleText(text))}”`
  const [query, key] = [detail.tokens[detail.query]!.text, keyText(detail, detail.key)]
  const title = `Head ${headName(detail)}: the query of ${word(query)} and the key of ${word(key)}`
  const note = `${detail.rotary ? 'turned by position, ' : ''}${detail.q.length} dimensions, each row to its largest value`
  return { title, head: layoutHead({ title, note, width }) }
}
