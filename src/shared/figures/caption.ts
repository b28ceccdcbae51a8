import type { PictureBasis, Trajectory } from '../trajectory'
import type { Viewport } from './camera'
import { type Box, boxOf } from './label-layout'
import { count, percent } from './numbers'
import { textWidth } from './text-width'
import { type } from './theme'
import { legible } from './words'

/** The line under a picture that says how much of the truth it shows. */
export interface Caption {
  readonly lines: readonly { readonly text: string; readonly x: number; readonly y: number }[]
  readonly boxes: readonly Box[]
}

const margin = 14
const bottom = 13
const lineHeight = 16
const separator = ' \u00b7 '

/** A picture narrower than this says the same in fewer words: in a column of a paper, three lines are a quarter of it. */
const narrow = 420

/** The parts of the caption: how much variance the axes keep, and which of the vocabulary's words are drawn. */
export function captionParts(trajectory: Trajectory, drawn: number, width: number): string[] {
  const { basis, words, vocabulary } = trajectory
  const kept = percent(Math.min(1, basis.shares[0] + basis.shares[1] + basis.shares[2]))
  if (width < narrow) {
    const parts = [`${kept} of variance kept`]
    if (words.length > 0) parts.push(`${count(drawn)} of ${count(vocabulary)} words`)
    return parts
  }
  const parts = [`${axesKeep(basis)} ${kept} of the path\u2019s variance`]
  if (words.length > 0) parts.push(`nearest ${count(words.length)} of ${count(vocabulary)} words`)
  const far = words.length - drawn
  if (far > 0) parts.push(`${count(far)} of them too far out to draw`)
  return parts
}

/** The beginning of what a caption says of the axes: `Three axes keep`. */
export function axesKeep({ directions = [] }: PictureBasis): string {
  if (directions.length === 0) return 'Three axes keep'
  const named = directions.map(({ name }) => `\u201c${legible(name)}\u201d`).join(' and ')
  return `${named}${directions.length < 3 ? ' and principal components of the rest' : ''} keep`
}

/** What a description says that paths are drawn on; `whose` after principal components alone: ` of all paths together`. */
export function axesWords({ directions = [] }: PictureBasis, whose = ''): string {
  const named = directions.map(({ name, ends }) => `\u201c${legible(name)}\u201d (${legible(ends.join(' \u2192 '))})`)
  if (named.length === 0) return `three principal components${whose}`
  if (named.length === 3) return named.join(', ')
  return `${named.join(', ')} and ${named.length === 2 ? 'the principal component' : 'two principal components'} of what is orthogonal to that`
}

/** At the bottom left, in as many lines as it needs to end before what stands at the bottom right. */
export function layoutCaption(
  parts: readonly string[],
  { width, height }: Viewport,
  reserved: readonly Box[],
): Caption {
  const lowest = height - bottom - parts.length * lineHeight
  const room = Math.min(width, ...reserved.filter(({ y1 }) => y1 > lowest).map(({ x0 }) => x0)) - 2 * margin
  const texts: string[] = []
  for (const part of parts) {
    const joined = texts.length === 0 ? part : `${texts.at(-1)}${separator}${part}`
    if (texts.length > 0 && textWidth(joined, type.note) <= room) texts[texts.length - 1] = joined
    else texts.push(part)
  }
  const lines = texts.map((text, index) => ({
    text,
    x: margin,
    y: height - bottom - (texts.length - 1 - index) * lineHeight,
  }))
  return { lines, boxes: lines.map(({ text, x, y }) => boxOf(x, y, textWidth(text, type.note), type.note)) }
}
