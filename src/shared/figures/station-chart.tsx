import { scaleLinear } from 'd3-scale'
import type { JSX } from 'react'
import type { StationKind } from '../taps'
import { shortNumber } from './matrix-charts'
import { coordinate, fixed } from './numbers'
import { textWidth } from './text-width'
import { type FigureColours, type } from './theme'
import { stationName } from './trajectory-layout'

/** One line of the chart: a value for each station. */
export interface StationSeries {
  readonly key: number
  readonly colour: string
  /** At the line's end. */
  readonly name: string
  readonly values: readonly number[]
  /** The station at which a circle stands. */
  readonly parting: number | null
}

export interface StationChartProps {
  readonly stations: readonly { readonly layer: number; readonly kind: StationKind }[]
  readonly series: readonly StationSeries[]
  /** What the axis spans at least. */
  readonly range: readonly [low: number, high: number]
  /** Above the chart; null where it is said elsewhere. */
  readonly title: string | null
  /** Where all part: a dashed line. */
  readonly parting: number | null
  readonly width: number
  readonly height: number
  readonly colours: FigureColours
  readonly background: string
  readonly station: number | null
  readonly hovered?: number | null
  /** How far lines that grow have come, as a number of steps; null or left out for all of them. */
  readonly reach?: number | null | undefined
}

const margin = { left: 46, right: 22, bottom: 22 }
/** Above the field: the title, and the name of the line where they part. */
const [titleHeight, nameHeight] = [20, 18]
/** Longer numbers have no room beside the axis. */
const mostDigits = 4
/** Names of layers stand no closer than this, in pixels. */
const closest = 26
const first = 'embed'

/** Where stations stand in a chart of a width, and which one is nearest to a place in it. */
export function chartStations(stations: number, width: number) {
  const x = scaleLinear([0, Math.max(1, stations - 1)], [margin.left, width - margin.right])
  return {
    x,
    nearest: (at: number) => Math.min(stations - 1, Math.max(0, Math.round(x.invert(at)))),
  }
}

/** Values along the stations of one or several paths, layers named below; a dashed line stands where they part. */
export function StationChart(props: StationChartProps): JSX.Element {
  const { stations, series, range, title, parting, width, height, colours, background, station, hovered = null } = props
  const last = stations.length - 1
  const reach = Math.min(last, props.reach ?? last)
  const top = (title === null ? 0 : titleHeight) + nameHeight
  const { x } = chartStations(stations.length, width)
  const bottom = height - margin.bottom
  const y = scaleLinear(range, [bottom, top]).nice(4)
  const ticks = y.ticks(height < 130 ? 3 : 4)
  const digits = decimals(ticks)
  const layers = stations.flatMap(({ kind, layer }, at) => (kind === 'mlp' ? [{ at, layer }] : []))
  const stride = Math.max(1, Math.ceil(closest / Math.max(1, x(2) - x(0))))
  const lines = series.map(({ values }) => values.flatMap((value, at) => (at <= reach ? [[at, value] as const] : [])))
  for (const [index, { values }] of series.entries()) {
    const from = Math.floor(reach)
    if (reach > from) lines[index]!.push([reach, values[from]! + (reach - from) * (values[from + 1]! - values[from]!)])
  }
  const ends = spread(
    lines.map((line) => y(line.at(-1)![1])),
    13,
    top,
    bottom,
  )
  return (
    <g id="chart" fontSize={type.label} fill={colours.ink2}>
      {title !== null && (
        <text x={14} y={16} fontSize={type.strong} fontWeight={600} fill={colours.ink}>
          {title}
        </text>
      )}
      <g stroke={colours.grid} strokeWidth={1}>
        {ticks.map((tick) => (
          <line
            key={tick}
            x1={margin.left}
            x2={coordinate(width - margin.right)}
            y1={coordinate(y(tick))}
            y2={coordinate(y(tick))}
          />
        ))}
      </g>
      {ticks.map((tick) => (
        <text key={tick} x={margin.left - 6} y={coordinate(y(tick) + 4)} textAnchor="end">
          {digits > mostDigits ? shortNumber(tick) : fixed(tick, digits)}
        </text>
      ))}
      <text x={coordinate(x(0))} y={height - 6} textAnchor="middle">
        {first}
      </text>
      {layers
        // The first layer gives way to the embedding.
        .filter(
          ({ at, layer }) => layer % stride === 0 && x(at) - x(0) >= closest - 4 + textWidth(first, type.label) / 2,
        )
        .map(({ at, layer }) => (
          <text key={at} x={coordinate(x(at))} y={height - 6} textAnchor="middle">
            {`L${layer}`}
          </text>
        ))}
      {station !== null && station <= reach && (
        <Upright x={x(station)} top={top} bottom={bottom} colour={colours.accent} width={1.4} />
      )}
      {hovered !== null && hovered !== station && (
        <Upright x={x(hovered)} top={top} bottom={bottom} colour={colours.ink3} width={1} />
      )}
      {parting !== null && parting <= reach && (
        <Parting
          x={x(parting)}
          top={top}
          bottom={bottom}
          name={stationName(stations[parting]!)}
          width={width}
          colours={colours}
        />
      )}
      {series.map(({ key, colour }, index) => {
        const points = lines[index]!.map(([at, value]) => `${coordinate(x(at))},${coordinate(y(value))}`).join(' ')
        return (
          <g key={key} fill="none" strokeLinejoin="round" strokeLinecap="round">
            <polyline points={points} stroke={background} strokeWidth={4} />
            <polyline points={points} stroke={colour} strokeWidth={2} />
          </g>
        )
      })}
      {series.map(({ key, colour, name, values, parting: own }, index) => {
        const at = hovered ?? station
        const value = at === null ? undefined : values[at]
        return (
          <g key={key}>
            {own !== null && own <= reach && (
              <circle
                cx={coordinate(x(own))}
                cy={coordinate(y(values[own]!))}
                r={3}
                fill={background}
                stroke={colour}
                strokeWidth={1.6}
              />
            )}
            {at !== null && at <= reach && value !== undefined && (
              <circle cx={coordinate(x(at))} cy={coordinate(y(value))} r={3} fill={colour} />
            )}
            <text x={coordinate(x(reach) + 7)} y={coordinate(ends[index]! + 4)} fontWeight={600} fill={colours.ink}>
              {name}
            </text>
          </g>
        )
      })}
    </g>
  )
}

function Upright(of: { x: number; top: number; bottom: number; colour: string; width: number }): JSX.Element {
  const x = coordinate(of.x)
  return <line x1={x} x2={x} y1={of.top} y2={coordinate(of.bottom)} stroke={of.colour} strokeWidth={of.width} />
}

/** A dashed line where they part, named above it on the side that has room. */
function Parting({
  x,
  top,
  bottom,
  name,
  width,
  colours,
}: Pick<StationChartProps, 'width' | 'colours'> & {
  x: number
  top: number
  bottom: number
  name: string
}): JSX.Element {
  const text = `part at ${name}`
  const right = x + 4 + textWidth(text, type.label) < width
  return (
    <g id="parting">
      <line
        x1={coordinate(x)}
        x2={coordinate(x)}
        y1={top - 14}
        y2={coordinate(bottom)}
        stroke={colours.ink2}
        strokeWidth={1}
        strokeDasharray="3 3"
      />
      <text x={coordinate(right ? x + 5 : x - 5)} y={top - 5} textAnchor={right ? 'start' : 'end'}>
        {text}
      </text>
    </g>
  )
}

/** As many decimals as the ticks need, at most six. */
function decimals(ticks: readonly number[]): number {
  return (
    [0, 1, 2, 3, 4, 5].find((digits) => ticks.every((tick) => Math.abs(tick - Number(tick.toFixed(digits))) < 1e-9)) ??
    6
  )
}

/** Moves heights apart so that none is nearer than `gap` to the next, in the order that they have, within `top` and `bottom`. */
export function spread(heights: readonly number[], gap: number, top: number, bottom: number): number[] {
  const order = heights.map((_, index) => index).sort((a, b) => heights[a]! - heights[b]! || a - b)
  const placed = [...heights]
  let least = top
  for (const index of order) {
    placed[index] = Math.max(least, heights[index]!)
    least = placed[index]! + gap
  }
  let most = bottom
  for (const index of order.toReversed()) {
    placed[index] = Math.min(most, placed[index]!)
    most = placed[index]! - gap
  }
  return placed
}
