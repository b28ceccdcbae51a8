import type { JSX } from 'react'
import { placeWords } from '../direction-words'
import { visibleText } from '../visible-text'
import { termsText, type WordArithmetic } from '../word-arithmetic'
import type { ArithmeticSpec } from './direction-specs'
import { HeadWords, layoutHead } from './figure-head'
import { FigureSheet } from './figure-sheet'
import { coordinate, fixed } from './numbers'
import { textWidth, wrapped } from './text-width'
import { figureColours, type } from './theme'
import { legible, shortened } from './words'

const [margin, standardTop, footLine, fullRow] = [14, 50, 14, 18]

/** How tall the figure is at a width where no word is closer to the next than it need be. */
export function arithmeticHeight(answer: WordArithmetic, width: number): number {
  const foot = wrapped([ownNote(answer)], width - 2 * margin).length
  return standardTop + answer.words.length * fullRow + 10 + foot * footLine + margin
}

/** The words nearest to a sum of words, their cosines or scalar products as lengths. */
export function ArithmeticFigure({ spec, answer }: { spec: ArithmeticSpec; answer: WordArithmetic }): JSX.Element {
  const colours = figureColours[spec.theme]
  const { words } = answer
  const largest = Math.max(1e-9, ...words.map(({ value }) => Math.abs(value)))
  const names = words.map(({ text }) => shortened(legible(visibleText(text)), 20))
  const left = margin + 10 + Math.max(40, ...names.map((name) => textWidth(name, type.strong)))
  const room = spec.width - left - 60 - margin
  const head = layoutHead({
    ...{ title: legible(termsText(answer.terms)), note: arithmeticNote(answer), width: spec.width },
  })
  const top = standardTop + head.extra
  const foot = wrapped([ownNote(answer)], spec.width - 2 * margin)
  const bottom = 10 + foot.length * footLine
  const rowHeight = Math.min(26, (spec.height - top - bottom - margin) / Math.max(1, words.length))
  const size = Math.min(type.strong, rowHeight * 0.7)
  return (
    <FigureSheet
      spec={spec}
      title={arithmeticTitle(answer)}
      description={`${arithmeticNote(answer)}. ${ownNote(answer)}`}
    >
      <rect width={spec.width} height={spec.height} fill={colours.paper} />
      <HeadWords head={head} colours={colours} />
      {words.map(({ id, value }, row) => {
        const y = top + row * rowHeight
        const baseline = coordinate(y + rowHeight / 2 + size * 0.36)
        const length = Math.max(0.5, (Math.max(0, value) / largest) * room)
        return (
          <g key={id} fontSize={coordinate(size)} fill={colours.ink}>
            <text x={coordinate(left - 8)} y={baseline} textAnchor="end">
              {names[row]}
            </text>
            <rect
              x={coordinate(left)}
              y={coordinate(y + rowHeight * 0.22)}
              width={coordinate(length)}
              height={coordinate(rowHeight * 0.56)}
              fill={row === 0 ? colours.accent : colours.cloud}
            />
            <text x={coordinate(left + length + 6)} y={baseline} fill={colours.ink2}>
              {valueText(value, answer)}
            </text>
          </g>
        )
      })}
      <g fontSize={type.label} fill={colours.ink2}>
        {foot.map((line, at) => (
          <text key={line} x={margin} y={spec.height - 12 - (foot.length - 1 - at) * footLine}>
            {line}
          </text>
        ))}
      </g>
    </FigureSheet>
  )
}

export function valueText(value: number, { question }: WordArithmetic): string {
  return fixed(value, question.measure === 'cosine' ? 3 : 2)
}

export function arithmeticTitle(answer: WordArithmetic): string {
  return `${legible(termsText(answer.terms))}: nearest words of ${legible(answer.model.name)}`
}

/** Where the sum was taken, and what it is compared with. */
export function arithmeticNote({ question: { at, among, measure } }: WordArithmetic): string {
  const by = measure === 'cosine' ? 'cosine' : 'scalar product'
  const sum = placeWords(at)
  const table = placeWords(among)
  return sum === table
    ? `${by} with the rows of ${table}`
    : `${by} with the rows of ${table}, of a sum at ${sum}, no norm between`
}

/** What became of the terms' own words. */
export function ownNote({ question, own }: WordArithmetic): string {
  if (own.length === 0) return 'None of the terms is a word of the vocabulary.'
  const places = own.slice(0, 4).map(({ text, rank }) => `${legible(visibleText(text))} (${rank + 1}.)`)
  const named = `${places.join(', ')}${own.length > 4 ? ` and ${own.length - 4} more` : ''}`
  return question.withOwn
    ? `The terms\u2019 own words stand among them: ${named}`
    : `Left out are the terms\u2019 own words: ${named}`
}
