import { scaleLinear } from 'd3-scale'
import type { JSX } from 'react'
import { type DirectionLook, listsAlong } from '../direction'
import { endsText, placeWords } from '../direction-words'
import type { DirectionSpec } from './direction-specs'
import { HeadWords, layoutHead } from './figure-head'
import { FigureSheet } from './figure-sheet'
import { coordinate, fixed, percent } from './numbers'
import { textWidth } from './text-width'
import { figureColours, type } from './theme'
import type { FigureTheme } from './trajectory-spec'
import { legible, shortened } from './words'

const standardMargin = { left: 46, right: 16, top: 74, bottom: 48 }

export interface HistogramProps {
  readonly look: DirectionLook
  readonly theme: FigureTheme
  readonly width: number
  readonly height: number
  /** The paper where none is given. */
  readonly background?: string
}

/** What separates the two lists, in one line. */
export function separationText({ cohensD, overlap, leftOneOut }: DirectionLook): string {
  const d = cohensD === null ? '' : `Cohen\u2019s d ${fixed(cohensD, 2)}, `
  return `${d}overlap ${percent(overlap)}${leftOneOut ? '; each along the direction that the others make' : ''}`
}

/** Of the room under the head, and what is left free above it. */
const thirdStrip = { share: 0.26, gap: 22 }

/** Two lists along a direction: the firsts above the line and the seconds below it, and a third under both, in the same bins. */
export function DirectionHistogram({ look, theme, width, height, background }: HistogramProps): JSX.Element {
  const colours = figureColours[theme]
  const hues = listColours(theme)
  const { bins, direction, third } = look
  const most = Math.max(1, ...bins.counts.flat())
  const head = layoutHead({ title: headOf(direction), note: separationText(look), width })
  const margin = { ...standardMargin, top: standardMargin.top + head.extra }
  const x = scaleLinear([bins.from, bins.to], [margin.left, width - margin.right])
  const floor = height - margin.bottom
  const strip = third ? thirdStrip.share * (floor - margin.top) : 0
  const pairFloor = third ? floor - strip - thirdStrip.gap : floor
  const middle = (margin.top + pairFloor) / 2
  const y = scaleLinear([-most, most], [pairFloor, margin.top])
  const mostThird = Math.max(1, ...(third?.counts ?? []))
  const counted = scaleLinear([0, most], [0, 1]).ticks(3).filter(Number.isInteger)
  const ticks = x.ticks(Math.max(2, Math.floor(width / 90)))
  const step = ticks.length > 1 ? ticks[1]! - ticks[0]! : 1
  const digits = Math.max(0, Math.min(6, -Math.floor(Math.log10(step) + 1e-9)))
  const bin = (bins.to - bins.from) / bins.counts[0].length
  const [from, to] = direction.ends.map(legible) as [string, string]
  return (
    <g>
      <rect width={width} height={height} fill={background ?? colours.paper} />
      <HeadWords head={head} colours={colours} />
      <g fontSize={type.label} fill={colours.ink2}>
        {listsAlong(look).map(({ name, entries }, at, all) => {
          const nameOf = (list: { name: string; entries: readonly unknown[] }) =>
            `${shortened(legible(list.name), 28)} (${list.entries.length})`
          const text = nameOf({ name, entries })
          const left = 14 + all.slice(0, at).reduce((sum, one) => sum + 40 + textWidth(nameOf(one), type.label), 0)
          return (
            <g key={at}>
              <rect
                x={coordinate(left)}
                y={49 + head.extra}
                width={10}
                height={10}
                rx={2}
                fill={hues[at] ?? colours.ink3}
              />
              <text x={coordinate(left + 15)} y={58 + head.extra}>
                {text}
              </text>
            </g>
          )
        })}
      </g>
      <g stroke={colours.grid} strokeWidth={1}>
        {ticks.map((tick) => (
          <line
            key={tick}
            x1={coordinate(x(tick))}
            x2={coordinate(x(tick))}
            y1={margin.top}
            y2={height - margin.bottom}
          />
        ))}
      </g>
      {bins.counts.map((counts, end) => (
        <g key={end} fill={hues[end]!}>
          {counts.map(
            (count, at) =>
              count > 0 && (
                <rect
                  key={at}
                  x={coordinate(x(bins.from + at * bin) + 0.5)}
                  y={coordinate(end === 0 ? y(count) : middle)}
                  width={coordinate(Math.max(1, x(bins.from + bin) - x(bins.from) - 1))}
                  height={coordinate(middle - y(count))}
                />
              ),
          )}
        </g>
      ))}
      <line
        x1={margin.left}
        x2={width - margin.right}
        y1={coordinate(middle)}
        y2={coordinate(middle)}
        stroke={colours.ink3}
      />
      {third && (
        <g id="third">
          <g fill={colours.ink3}>
            {third.counts.map(
              (count, at) =>
                count > 0 && (
                  <rect
                    key={at}
                    x={coordinate(x(bins.from + at * bin) + 0.5)}
                    y={coordinate(floor - (strip * count) / mostThird)}
                    width={coordinate(Math.max(1, x(bins.from + bin) - x(bins.from) - 1))}
                    height={coordinate((strip * count) / mostThird)}
                  />
                ),
            )}
          </g>
          <line x1={margin.left} x2={width - margin.right} y1={floor} y2={floor} stroke={colours.ink3} />
          <g fontSize={type.label} fill={colours.ink2} textAnchor="end">
            <text x={margin.left - 8} y={coordinate(floor - strip + 4)}>
              {mostThird}
            </text>
            <text x={margin.left - 8} y={coordinate(floor + 4)}>
              0
            </text>
          </g>
        </g>
      )}
      <g fontSize={type.label} fill={colours.ink2} textAnchor="end">
        {counted.flatMap((count) =>
          (count === 0 ? [0] : [count, -count]).map((at) => (
            <text key={at} x={margin.left - 8} y={coordinate(y(at) + 4)}>
              {Math.abs(at)}
            </text>
          )),
        )}
        <text x={14} y={coordinate(middle)} textAnchor="middle" transform={`rotate(-90 14 ${coordinate(middle)})`}>
          count
        </text>
      </g>
      <g fontSize={type.label} fill={colours.ink2} textAnchor="middle">
        {ticks.map((tick) => (
          <text key={tick} x={coordinate(x(tick))} y={height - margin.bottom + 16}>
            {fixed(tick, digits)}
          </text>
        ))}
      </g>
      <g fontSize={type.label} fill={colours.ink}>
        <text x={margin.left} y={height - 12}>{`\u2190 ${shortened(from, 24)}`}</text>
        <text x={width - margin.right} y={height - 12} textAnchor="end">{`${shortened(to, 24)} \u2192`}</text>
        <text
          x={coordinate((margin.left + width - margin.right) / 2)}
          y={height - 12}
          textAnchor="middle"
          fill={colours.ink2}
        >
          {width > 380 ? `scalar product with the unit direction in ${shortened(placeWords(direction.at), 32)}` : ''}
        </text>
      </g>
    </g>
  )
}

/** Its name and its ends; one that was not named is called by its ends. */
function headOf(direction: DirectionLook['direction']): string {
  const ends = legible(endsText(direction))
  return direction.name === endsText(direction) ? ends : `${legible(direction.name)}: ${ends}`
}

/** The hues of a direction's two lists: those of contexts A and B. */
export function listColours(theme: FigureTheme): readonly [string, string] {
  const [first, second] = figureColours[theme].contexts
  return [second!, first!]
}

export function DirectionFigure({ spec, look }: { spec: DirectionSpec; look: DirectionLook }): JSX.Element {
  return (
    <FigureSheet spec={spec} title={directionTitle(look)} description={directionDescription(look)}>
      <DirectionHistogram {...spec} look={look} />
    </FigureSheet>
  )
}

export function directionTitle({ direction, model }: DirectionLook): string {
  return `${headOf(direction)}, in ${placeWords(direction.at)} of ${legible(model.name)}`
}

export function directionDescription(look: DirectionLook): string {
  const [minus, plus] = look.lists
  const out = listsAlong(look).reduce((sum, { leftOut }) => sum + leftOut.length, 0)
  const left =
    out === 0
      ? ''
      : ` ${out} entries are left out, since the vocabulary lacks a single token for them or their partner.`
  const under = look.third
    ? ` Under both, ${look.third.entries.length} of ${legible(look.third.name)}, which have no part in the direction.`
    : ''
  return `${minus.entries.length} of ${legible(minus.name)} above the line, ${plus.entries.length} of ${legible(plus.name)} below it, by their scalar product with the unit direction: ${separationText(look)}.${under}${left}`
}
