import { type KeyboardEvent, useCallback, useMemo } from 'react'
import type { Named } from '../../../shared/attention-places'
import { sequential } from '../../../shared/figures/scales'
import { textWidth } from '../../../shared/figures/text-width'
import { figureColours, fontFamily } from '../../../shared/figures/theme'
import { visibleText } from '../../../shared/visible-text'
import { useTheme } from '../../state/preferences'
import { useSelection } from '../../state/selection'
import type { Pair, PatternViewProps } from './pattern-props'
import { shortText } from './short-text'
import { type Point, type Sight, ViewportCanvas } from './viewport-canvas'

const columnLabels = 58
const largest = 32
const smallest = 9

const rowText = (token: Named) => shortText(visibleText(token.text), 13)

/** As wide as the widest of them in its bold face, and what keeps it off the cells. */
const widthOfLabels = (tokens: readonly Named[]) =>
  Math.max(28, ...tokens.map((token) => Math.ceil(textWidth(rowText(token), 11, 600)) + 12))

/** Queries downwards, keys to the right; a hatched cell is one that the mask hides, and no small weight. */
export function PatternMatrix(props: PatternViewProps) {
  const { queries, keys, isMasked, pattern, chosen, room, told, name, onPoint, chooseQuery, chooseKey } = props
  const theme = useTheme()
  const source = useSelection((selection) => selection.source)
  const rowLabels = useMemo(() => widthOfLabels(queries), [queries])
  const side = Math.max(smallest, Math.min(largest, Math.floor((room - rowLabels - 2) / keys.length)))

  const draw = useCallback(
    (context: CanvasRenderingContext2D, { left, top, width, height }: Sight) => {
      const colours = figureColours[theme]
      const colour = sequential(theme)
      const from = { row: Math.floor(top / side), column: Math.floor(left / side) }
      const to = {
        row: Math.min(queries.length, Math.ceil((top + height - columnLabels) / side)),
        column: Math.min(keys.length, Math.ceil((left + width - rowLabels) / side)),
      }
      const xOf = (key: number) => rowLabels + key * side - left
      const yOf = (query: number) => columnLabels + query * side - top
      const gap = side > 14 ? 1 : 0
      context.clearRect(0, 0, width, height)
      context.save()
      context.beginPath()
      context.rect(rowLabels - 1, columnLabels - 1, width, height)
      context.clip()
      for (let query = from.row; query < to.row; query++) {
        for (let key = from.column; key < to.column; key++) {
          const [x, y, size] = [xOf(key), yOf(query), side - gap]
          if (isMasked(query, key)) {
            context.strokeStyle = colours.line
            context.lineWidth = 1
            context.beginPath()
            context.moveTo(x + 1, y + size - 1)
            context.lineTo(x + size - 1, y + 1)
            context.stroke()
          } else {
            context.fillStyle = colour(pattern.weights[query * keys.length + key]!)
            context.fillRect(x, y, size, size)
          }
        }
      }
      context.strokeStyle = colours.accent
      context.lineWidth = 1.5
      context.strokeRect(xOf(0) - 1, yOf(chosen.query) - 1, keys.length * side + 1, side + 1)
      context.lineWidth = 2.5
      if (source !== null) context.strokeRect(xOf(chosen.key), yOf(chosen.query), side - gap, side - gap)
      context.restore()
      context.textBaseline = 'middle'
      const stride = Math.ceil(12 / side)
      for (let query = from.row; query < to.row; query++) {
        if (query % stride !== 0 || yOf(query) < columnLabels - 2) continue
        label(context, colours, query === chosen.query)
        context.textAlign = 'right'
        context.fillText(rowText(queries[query]!), rowLabels - 8, yOf(query) + side / 2)
      }
      for (let key = from.column; key < to.column; key++) {
        if (key % stride !== 0 || xOf(key) < rowLabels - 2) continue
        context.save()
        context.translate(xOf(key) + side / 2, columnLabels - 8)
        context.rotate(-Math.PI / 2)
        label(context, colours, source !== null && key === chosen.key)
        context.textAlign = 'left'
        context.fillText(shortText(visibleText(keys[key]!.text), 8), 0, 0)
        context.restore()
      }
    },
    [theme, side, rowLabels, queries, keys, isMasked, pattern, chosen.query, chosen.key, source],
  )

  const pairAt = ({ x, y }: Point, { left, top }: Sight): Pair | null => {
    const query = Math.floor((y - columnLabels + top) / side)
    const key = Math.floor((x - rowLabels + left) / side)
    const isInside = x >= rowLabels && y >= columnLabels && query < queries.length && key < keys.length
    return isInside ? { query, key } : null
  }
  const choose = ({ query, key }: Pair) => {
    chooseQuery(query)
    chooseKey(key)
  }
  const press = (event: KeyboardEvent) => {
    const by = { ArrowLeft: [0, -1], ArrowRight: [0, 1], ArrowUp: [-1, 0], ArrowDown: [1, 0] }[event.key]
    if (by === undefined) return
    event.preventDefault()
    const within = (value: number, count: number) => Math.min(count - 1, Math.max(0, value))
    choose({ query: within(chosen.query + by[0]!, queries.length), key: within(chosen.key + by[1]!, keys.length) })
  }
  return (
    <ViewportCanvas
      label={`${name}: queries by keys`}
      chosen={told}
      width={rowLabels + keys.length * side + 2}
      height={columnLabels + queries.length * side + 2}
      draw={draw}
      keepInSight={{
        x: rowLabels + chosen.key * side,
        y: columnLabels + chosen.query * side,
        width: side,
        height: side,
      }}
      pinned={{ left: rowLabels, top: columnLabels }}
      onPoint={(point, sight) => onPoint(point && pairAt(point, sight))}
      onPick={(point, sight) => {
        const pair = pairAt(point, sight)
        const row = Math.floor((point.y - columnLabels + sight.top) / side)
        if (pair) choose(pair)
        else if (point.x < rowLabels && point.y >= columnLabels && row < queries.length) chooseQuery(row)
      }}
      onKey={press}
    />
  )
}

function label(
  context: CanvasRenderingContext2D,
  colours: { readonly accent: string; readonly ink: string },
  isChosen: boolean,
) {
  context.font = `${isChosen ? 600 : 400} 11px ${fontFamily}`
  context.fillStyle = isChosen ? colours.accent : colours.ink
}
