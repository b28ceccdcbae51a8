import { type Box, boxOf } from './label-layout'
import { textWidth } from './text-width'
import { type } from './theme'

export type LegendMark = 'attention' | 'cross' | 'mlp' | 'part' | 'cross-part' | 'other' | 'word'

export interface LegendEntry {
  readonly mark: LegendMark
  readonly text: string
  /** Left end of the swatch, and the baseline of the text. */
  readonly x: number
  readonly y: number
  readonly textX: number
}

export interface Legend {
  readonly entries: readonly LegendEntry[]
  readonly boxes: readonly Box[]
}

export const swatchWidth = 22
const swatchGap = 6
const between = 16
const margin = 14
const top = 22
const lineHeight = 17

const names: Readonly<Record<LegendMark, string>> = {
  attention: 'attention',
  cross: 'cross-attention',
  mlp: 'MLP',
  part: 'parts of a step',
  'cross-part': 'parts of a step',
  other: 'other tokens',
  word: 'words',
}

interface LegendContents {
  readonly width: number
  readonly cross: boolean
  /** Of which kind of attention's step parts are drawn; null where none are. */
  readonly parts: 'attention' | 'cross' | null
  readonly otherTokens: boolean
  readonly words: boolean
}

/** In a row at the top right; one below the other where the picture is too narrow for that. */
export function layoutLegend(of: LegendContents): Legend {
  const marks: LegendMark[] = of.cross ? ['attention', 'cross', 'mlp'] : ['attention', 'mlp']
  if (of.parts) marks.push(of.parts === 'cross' ? 'cross-part' : 'part')
  if (of.otherTokens) marks.push('other')
  if (of.words) marks.push('word')
  const widths = marks.map((mark) => markWidth(mark) + swatchGap + textWidth(names[mark], type.note))
  const total = widths.reduce((sum, width) => sum + width, between * (marks.length - 1))
  const inRow = total <= of.width * 0.7
  const widest = Math.max(...widths)
  let x = of.width - margin - (inRow ? total : widest)
  const entries = marks.map((mark, index): LegendEntry => {
    const entry = {
      mark,
      text: names[mark],
      x,
      y: inRow ? top : top + index * lineHeight,
      textX: x + markWidth(mark) + swatchGap,
    }
    if (inRow) x += widths[index]! + between
    return entry
  })
  return { entries, boxes: entries.map((entry, index) => boxOf(entry.x, entry.y, widths[index]!, type.note)) }
}

function markWidth(mark: LegendMark): number {
  return mark === 'word' ? 5 : swatchWidth
}
