import type { JSX } from 'react'
import type { Direction, DirectionAngles } from '../direction'
import { placeWords } from '../direction-words'
import type { AnglesSpec } from './direction-specs'
import { HeadWords, layoutHead } from './figure-head'
import { FigureSheet } from './figure-sheet'
import { coordinate, fixed } from './numbers'
import { diverging, inkOn } from './scales'
import { textWidth } from './text-width'
import { figureColours, type } from './theme'
import type { FigureTheme } from './trajectory-spec'
import { legible, shortened } from './words'

const [margin, standardTop] = [14, 52]
/** A name, behind where it is read, may take that share of the width, at so many pixels a character. */
const [nameShare, character] = [0.42, 6]

export interface AnglesProps {
  readonly angles: DirectionAngles
  readonly theme: FigureTheme
  readonly width: number
  readonly height: number
  /** The paper where none is given. */
  readonly background?: string
}

/** Degrees between two directions, of their cosine. */
export function degreesOf(cosine: number): number {
  return (Math.acos(Math.max(-1, Math.min(1, cosine))) * 180) / Math.PI
}

/** What directions that have nothing to do with each other would give. */
function randomText({ random, dModel }: DirectionAngles): string {
  return `two random directions in ${dModel} dimensions: cosine 0 \u00b1 ${fixed(random, random < 0.1 ? 3 : 2)}, 90\u00b0 \u00b1 ${fixed(degreesOf(0) - degreesOf(random), 1)}\u00b0`
}

/** What is to be said of all of them: what chance gives, and that some lie in two spaces. */
export function notesOf(angles: DirectionAngles): string[] {
  return [randomText(angles), ...apartNote(angles)]
}

/** Which of an encoder–decoder's streams a direction is read in; null where both stacks, or the only one, read what it is of. */
function streamOf({ at }: Direction): string | null {
  return at === 'unembedding' ? 'decoder' : (/^(encoder|decoder)\./.exec(at)?.[1] ?? null)
}

/** Whether two directions lie in two streams, each with axes of its own. */
export function areApart(one: Direction, other: Direction): boolean {
  const [a, b] = [streamOf(one), streamOf(other)]
  return a !== null && b !== null && a !== b
}

function apartNote({ directions }: DirectionAngles): string[] {
  if (!directions.some((one) => directions.some((other) => areApart(one, other)))) return []
  return [
    `${apartMark} between the encoder\u2019s stream and the decoder\u2019s, which are two spaces: an angle there is one of numbers alone`,
  ]
}

/** Stands at an angle between two spaces. */
export const apartMark = '\u2020'

/** Cosines and degrees between every two directions. */
export function AnglesMatrix({ angles, theme, width, height, background }: AnglesProps): JSX.Element {
  const colours = figureColours[theme]
  const colour = diverging(theme)
  const { directions, cosines } = angles
  const longest = Math.max(24, Math.floor((nameShare * width) / character))
  const names = directions.map(({ name, at }, number) => {
    const place = placeWords(at)
    return `${shortened(legible(`${place}: ${name}`), longest)}  ${number + 1}`
  })
  const left = margin + 8 + Math.max(0, ...names.map((name) => textWidth(name, type.label)))
  const cellWidth = Math.min(96, (width - left - margin) / Math.max(1, directions.length))
  const title = `Angles between directions in ${legible(angles.model.name)}`
  const head = layoutHead({ title, note: notesOf(angles).join('; '), width })
  const top = standardTop + head.extra
  const cellHeight = Math.min(44, (height - top - 18 - margin) / Math.max(1, directions.length))
  const size = Math.min(type.label, cellHeight * 0.4)
  return (
    <g>
      <rect width={width} height={height} fill={background ?? colours.paper} />
      <HeadWords head={head} colours={colours} />
      <g fontSize={type.label} fill={colours.ink2}>
        {directions.map(({ name }, at) => (
          <g key={name}>
            <text x={coordinate(left - 6)} y={coordinate(top + (at + 0.5) * cellHeight + 4)} textAnchor="end">
              {names[at]}
            </text>
            <text
              x={coordinate(left + (at + 0.5) * cellWidth)}
              y={coordinate(top + directions.length * cellHeight + 14)}
              textAnchor="middle"
            >
              {at + 1}
            </text>
          </g>
        ))}
      </g>
      {cosines.map((row, a) =>
        row.map((cosine, b) => {
          const fill = colour(cosine)
          const x = left + b * cellWidth
          const y = top + a * cellHeight
          const isRoomy = size >= 6 && cellWidth > 34
          return (
            <g key={`${a}.${b}`}>
              <rect
                x={coordinate(x)}
                y={coordinate(y)}
                width={coordinate(cellWidth - 1)}
                height={coordinate(cellHeight - 1)}
                fill={fill}
              />
              {isRoomy && (
                <g fontSize={coordinate(size)} fill={inkOn(fill)} textAnchor="middle">
                  <text
                    x={coordinate(x + cellWidth / 2)}
                    y={coordinate(y + cellHeight / 2 - (cellHeight > 26 ? size * 0.25 : -size * 0.36))}
                    fontWeight={600}
                  >
                    {`${fixed(cosine, 2)}${areApart(directions[a]!, directions[b]!) ? apartMark : ''}`}
                  </text>
                  {cellHeight > 26 && (
                    <text x={coordinate(x + cellWidth / 2)} y={coordinate(y + cellHeight / 2 + size * 1.05)}>
                      {`${fixed(degreesOf(cosine), 0)}\u00b0`}
                    </text>
                  )}
                </g>
              )}
            </g>
          )
        }),
      )}
    </g>
  )
}

export function AnglesFigure({ spec, angles }: { spec: AnglesSpec; angles: DirectionAngles }): JSX.Element {
  return (
    <FigureSheet
      spec={spec}
      title={`Angles between directions in ${legible(angles.model.name)}`}
      description={anglesDescription(angles)}
    >
      <AnglesMatrix {...spec} angles={angles} />
    </FigureSheet>
  )
}

export function anglesDescription(angles: DirectionAngles): string {
  return `Cosine and degrees between every two of ${angles.directions.length} directions. By chance, ${notesOf(angles).join('; ')}.`
}
