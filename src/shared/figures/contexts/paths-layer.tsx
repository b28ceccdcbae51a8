import type { JSX } from 'react'
import { type ContextsLayout, markSize, pathWidth } from '../contexts-layout'
import { letterName } from '../contexts-shown'
import { coordinate } from '../numbers'
import { inkOn } from '../scales'
import type { FigureColours } from '../theme'
import { svgLine } from '../trajectory/svg'
import type { DrawnStation } from '../trajectory-layout'

interface Props {
  readonly layout: Pick<ContextsLayout, 'paths'>
  readonly colours: FigureColours
  readonly background: string
}

/** A line a context in its colour; round stations after attention, square ones after an MLP; its letter at the end. */
export function ContextPathsLayer({ layout, colours, background }: Props): JSX.Element {
  return (
    <g id="paths" fill="none" strokeLinecap="round">
      {layout.paths.map(({ context, letter, isActive, steps, stations, mark }) => {
        const colour = colours.contexts[letter]!
        return (
          <g key={context} id={`path-${letterName(letter)}`}>
            <g stroke={background} strokeWidth={pathWidth.halo}>
              {steps.map(({ station, line }) => (
                <line key={station} {...svgLine(line)} />
              ))}
            </g>
            <g stroke={colour} strokeWidth={isActive ? pathWidth.active : pathWidth.other}>
              {steps.map(({ station, line }) => (
                <line key={station} {...svgLine(line)} />
              ))}
            </g>
            <g fill={background} stroke={colour} strokeWidth={1.2}>
              {stations.map((station) => (
                <Station key={station.index} at={station} colour={colour} />
              ))}
            </g>
            {mark && (
              <circle
                cx={coordinate(mark.x)}
                cy={coordinate(mark.y)}
                r={markSize.ring}
                stroke={colours.accent}
                strokeWidth={1.6}
              />
            )}
          </g>
        )
      })}
    </g>
  )
}

function Station({ at: { role, kind, x, y }, colour }: { at: DrawnStation; colour: string }): JSX.Element {
  const [cx, cy] = [coordinate(x), coordinate(y)]
  if (role === 'start') return <circle cx={cx} cy={cy} r={markSize.start} fill={colour} />
  if (kind !== 'mlp') return <circle cx={cx} cy={cy} r={markSize.station} />
  const side = coordinate(markSize.station * 1.75)
  return <rect x={coordinate(x - side / 2)} y={coordinate(y - side / 2)} width={side} height={side} />
}

/** Over the ends: a disc with each context's letter. */
export function EndBadges({
  layout: { discs },
  colours,
}: {
  layout: Pick<ContextsLayout, 'discs'>
  colours: FigureColours
}): JSX.Element {
  return (
    <g id="ends">
      {discs.map(
        ({ context, letter, leader }) =>
          leader && (
            <line
              key={context}
              {...svgLine(leader)}
              stroke={colours.contexts[letter]!}
              strokeWidth={pathWidth.other}
              strokeLinecap="round"
            />
          ),
      )}
      {discs.map(({ context, letter, x, y }) => (
        <LetterDisc key={context} letter={letter} colours={colours} x={x} y={y} />
      ))}
    </g>
  )
}

/** A context's letter on a disc of its colour. */
export function LetterDisc({
  letter,
  colours,
  x,
  y,
}: {
  letter: number
  colours: FigureColours
  x: number
  y: number
}): JSX.Element {
  const colour = colours.contexts[letter]!
  return (
    <g>
      <circle cx={coordinate(x)} cy={coordinate(y)} r={markSize.end} fill={colour} />
      <text
        x={coordinate(x)}
        y={coordinate(y + 3.8)}
        textAnchor="middle"
        fontSize={10.5}
        fontWeight={600}
        fill={inkOn(colour)}
      >
        {letterName(letter)}
      </text>
    </g>
  )
}
