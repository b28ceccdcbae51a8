import type { JSX } from 'react'
import { type BarWords, colourBarHeight, colourBarWidth } from './colour-bar'
import { textWidth, wrapped } from './text-width'
import { type FigureColours, type } from './theme'

/** Its distance from a figure's edges. */
const margin = 14
const firstBaseline = 22
const titleLine = 15
const noteLine = 14
/** From the last line of the title to the first of the note. */
const toNote = 17
/** A bar leaves the words beside it this much, or stands under them. */
const leastBeside = 84
/** Above a bar that stands under the words. */
const barGap = 9

export interface Head {
  readonly title: readonly string[]
  readonly note: readonly string[]
  /** Where the colour bar stands: at the right of the words, or under them where there is too little room. */
  readonly bar: { readonly x: number; readonly y: number }
  /** By how much the head is taller than one line of title and one of note, or of title alone where there is no note. */
  readonly extra: number
}

/** The head of a figure: what it is of, in as many lines as it needs, so that no word of it is lost. */
export function layoutHead(of: {
  readonly title: string
  readonly note?: string
  readonly width: number
  /** Of the colour bar, where there is one. */
  readonly bar?: BarWords
}): Head {
  const { title, note = '', width, bar } = of
  const whole = width - 2 * margin
  const beside = whole - colourBarWidth - margin
  const longest = Math.max(
    ...title.split(' ').map((word) => textWidth(word, type.strong, 600)),
    ...note.split(' ').map((word) => textWidth(word, type.label)),
  )
  const isBeside = bar !== undefined && beside >= Math.max(leastBeside, longest)
  const room = isBeside ? beside : whole
  const titles = wrapped([title], room, type.strong, 600)
  const notes = note === '' ? [] : wrapped([note], room)
  const words = (titles.length - 1) * titleLine + Math.max(0, notes.length - 1) * noteLine
  const under = firstBaseline + words + (notes.length > 0 ? toNote : 0) + barGap
  return {
    title: titles,
    note: notes,
    bar: isBeside ? { x: width - margin - colourBarWidth, y: 12 } : { x: margin, y: under },
    extra: words + (bar && !isBeside ? barGap + colourBarHeight(bar) : 0),
  }
}

/** The words of a head. */
export function HeadWords({ head, colours }: { head: Head; colours: FigureColours }): JSX.Element {
  const noteAt = firstBaseline + (head.title.length - 1) * titleLine + toNote
  return (
    <>
      {head.title.map((line, at) => (
        <text
          key={`title ${at}`}
          x={margin}
          y={firstBaseline + at * titleLine}
          fontSize={type.strong}
          fontWeight={600}
          fill={colours.ink}
        >
          {line}
        </text>
      ))}
      {head.note.map((line, at) => (
        <text key={`note ${at}`} x={margin} y={noteAt + at * noteLine} fontSize={type.label} fill={colours.ink2}>
          {line}
        </text>
      ))}
    </>
  )
}
