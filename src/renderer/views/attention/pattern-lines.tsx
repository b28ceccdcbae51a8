import { type KeyboardEvent, useCallback, useState } from 'react'
import { faintestLine } from '../../../shared/figures/attention-lines-figure'
import { figureColours, fontFamily } from '../../../shared/figures/theme'
import { visibleText } from '../../../shared/visible-text'
import { useTheme } from '../../state/preferences'
import { useSelection } from '../../state/selection'
import type { PatternViewProps } from './pattern-props'
import { shortText } from './short-text'
import { type Point, type Sight, ViewportCanvas } from './viewport-canvas'

const words = 104
const widest = 360
const pitch = 22
const top = 26

interface Word {
  readonly side: 'query' | 'key'
  readonly at: number
}

/**
 * Queries on the left, keys on the right, and a line for each weight; a word that is pointed at shows its lines alone. ← and →
 * change the column, ↑ and ↓ the word in it, Escape shows all lines again.
 */
export function PatternLines(props: PatternViewProps) {
  const { queries, keys, isMasked, pattern, parts, chosen, room, told, name, chooseQuery, chooseKey } = props
  const theme = useTheme()
  const [pointed, setPointed] = useState<Word | null>(null)
  const [column, setColumn] = useState<Word['side']>('query')
  const source = useSelection((selection) => selection.source)
  const texts = { query: queries, key: keys }
  const longer = Math.max(queries.length, keys.length)
  const width = Math.min(room, widest)

  const draw = useCallback(
    (context: CanvasRenderingContext2D, sight: Sight) => {
      const colours = figureColours[theme]
      const yOf = (at: number) => top + at * pitch + pitch / 2
      const [left, right] = [words, width - words]
      context.clearRect(0, 0, sight.width, sight.height)
      context.translate(-sight.left, -sight.top)
      context.font = `400 11px ${fontFamily}`
      context.textBaseline = 'middle'
      context.fillStyle = colours.ink2
      context.textAlign = 'right'
      context.fillText('query', left - 8, 12)
      context.textAlign = 'left'
      context.fillText('key', right + 8, 12)
      const drawn = parts.length > 0 ? parts : [{ colour: colours.attention, weights: pattern.weights }]
      const apart = Math.min(3, 12 / drawn.length)
      for (let query = 0; query < queries.length; query++) {
        if (pointed?.side === 'query' && pointed.at !== query) continue
        for (let key = 0; key < keys.length; key++) {
          if (pointed?.side === 'key' && pointed.at !== key) continue
          const [from, to] = [yOf(query), yOf(key)]
          if (Math.max(from, to) < sight.top || Math.min(from, to) > sight.top + sight.height) continue
          if (isMasked(query, key)) continue
          for (const [at, { colour, weights }] of drawn.entries()) {
            const weight = weights[query * keys.length + key]!
            if (weight < faintestLine) continue
            // Heads lie side by side, so that equal weights do not cover one another.
            const aside = (at - (drawn.length - 1) / 2) * apart
            context.strokeStyle = colour
            context.globalAlpha = Math.min(1, weight)
            context.lineWidth = 1 + 2.5 * weight
            context.beginPath()
            context.moveTo(left, from + aside)
            context.lineTo(right, to + aside)
            context.stroke()
          }
        }
      }
      context.globalAlpha = 1
      for (let at = 0; at < longer; at++) {
        if (yOf(at) < sight.top - pitch || yOf(at) > sight.top + sight.height + pitch) continue
        for (const side of ['query', 'key'] as const) {
          const token = (side === 'query' ? queries : keys)[at]
          if (!token) continue
          const text = shortText(visibleText(token.text), 14)
          const isChosen = side === 'query' ? at === chosen.query : source !== null && at === chosen.key
          const isPointed = pointed?.side === side && pointed.at === at
          context.font = `${isChosen || isPointed ? 600 : 400} 12px ${fontFamily}`
          context.fillStyle = isChosen || isPointed ? colours.accent : colours.ink
          context.textAlign = side === 'query' ? 'right' : 'left'
          context.fillText(text, side === 'query' ? left - 8 : right + 8, yOf(at))
        }
      }
    },
    [theme, width, longer, queries, keys, isMasked, pattern, parts, pointed, chosen.query, chosen.key, source],
  )

  const wordAt = ({ x, y }: Point, sight: Sight): Word | null => {
    const at = Math.floor((y + sight.top - top) / pitch)
    const side = x + sight.left <= words ? 'query' : x + sight.left >= width - words ? 'key' : null
    return side !== null && at >= 0 && at < texts[side].length ? { side, at } : null
  }
  const choose = (word: Word) => {
    setColumn(word.side)
    if (word.side === 'query') chooseQuery(word.at)
    else chooseKey(word.at)
  }
  const place = column === 'query' ? chosen.query : chosen.key
  const press = (event: KeyboardEvent) => {
    if (event.key === 'Escape' && pointed) {
      event.preventDefault()
      setPointed(null)
      return
    }
    const side = ({ ArrowLeft: 'query', ArrowRight: 'key' } as const)[event.key]
    const to = { ArrowUp: place - 1, ArrowDown: place + 1, Home: 0, End: texts[column].length - 1 }[event.key]
    if (side === undefined && to === undefined) return
    event.preventDefault()
    const word: Word = side
      ? { side, at: side === 'query' ? chosen.query : chosen.key }
      : { side: column, at: Math.min(texts[column].length - 1, Math.max(0, to!)) }
    setPointed(word)
    choose(word)
  }
  return (
    <ViewportCanvas
      label={`${name}: lines from queries to keys`}
      chosen={`${column}: ${told}`}
      width={width}
      height={top + longer * pitch + 4}
      draw={draw}
      keepInSight={{ x: 0, y: top + place * pitch, width: words, height: pitch }}
      pinned={{ left: 0, top }}
      onPoint={(point, sight) => {
        const next = point && wordAt(point, sight)
        if (next?.side !== pointed?.side || next?.at !== pointed?.at) setPointed(next)
      }}
      onPick={(point, sight) => {
        const word = wordAt(point, sight)
        if (word) choose(word)
      }}
      onKey={press}
    />
  )
}
