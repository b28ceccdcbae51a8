import type { Trajectory } from '../trajectory'
import type { Viewport } from './camera'
import { type Box, boxOf } from './label-layout'
import { count, percent } from './numbers'
import { textWidth } from './text-width'
import { type } from './theme'

/** The line under a picture that says how much of the truth it shows. */
export interface Caption {
  readonly lines: readonly { readonly text: string; readonly x: number; readonly y: number }[]
  readonly boxes: readonly Box[]
}

const margin = 14
const bottom = 13
const lineHeight = 16
const separator = ' \u00b7 '

/** The parts of the caption: how much variance the axes keep, and which of the vocabulary's words are drawn. */
export function variancePhrase(trajectory: Trajectory, drawn: number): string[] {
  const { basis, words, vocabulary } = trajectory
  const kept = basis.shares[0] + basis.shares[1] + basis.shares[2]
  const parts = [`Three axes keep ${percent(Math.min(1, kept))} of the path\u2019s variance`]
  if (words.length > 0) parts.push(`nearest ${count(words.length)} of ${count(vocabulary)} words`)
  const far = words.length - drawn
  if (far > 0) parts.push(`${count(far)} of them too far out to draw`)
  return parts
}

export function layoutCaption(parts: readonly string[], { width, height }: Viewport): Caption {
  const texts: string[] = []
  for (const part of parts) {
    const joined = texts.length === 0 ? part : `${texts.at(-1)}${separator}${part}`
    if (texts.length > 0 && textWidth(joined, type.note) <= width - 2 * margin) texts[texts.length - 1] = joined
    else texts.push(part)
  }
  const lines = texts.map((text, index) => ({
    text,
    x: margin,
    y: height - bottom - (texts.length - 1 - index) * lineHeight,
  }))
  return { lines, boxes: lines.map(({ text, x, y }) => boxOf(x, y, textWidth(text, type.note), type.note)) }
}
