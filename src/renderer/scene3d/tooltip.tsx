import type { CSSProperties, JSX } from 'react'
import type { Viewport } from '../../shared/figures/camera'
import { fixed, percent } from '../../shared/figures/numbers'
import { type FigureColours, fontFamily } from '../../shared/figures/theme'
import { stationName, tokenName } from '../../shared/figures/trajectory-layout'
import type { FigureTheme } from '../../shared/figures/trajectory-spec'
import { legible } from '../../shared/figures/words'
import type { Trajectory } from '../../shared/trajectory'
import type { Pixels } from './camera-moves'
import type { Hovered } from './hovered'

interface Place {
  readonly at: Pixels
  readonly viewport: Viewport
  readonly colours: FigureColours
  readonly theme: FigureTheme
}

interface Props extends Place {
  readonly trajectory: Trajectory
  readonly hovered: Hovered
  readonly isPinned: boolean
}

interface CardProps extends Place {
  readonly content: TooltipContent
}

const width = 232
const off = 14

export function Tooltip({ trajectory, hovered, isPinned, ...card }: Props): JSX.Element | null {
  const content = contentOf(trajectory, hovered, isPinned)
  return content && <TooltipCard content={content} {...card} />
}

/** A card beside the hovered point, on the side where there is room. */
export function TooltipCard({ content, at, viewport, colours, theme }: CardProps): JSX.Element {
  const toLeft = at.x + off + width > viewport.width - 8
  const upwards = at.y > viewport.height * 0.6
  const style: CSSProperties = {
    position: 'absolute',
    left: Math.max(8, toLeft ? at.x - off - width : at.x + off),
    ...(upwards ? { bottom: viewport.height - at.y + off } : { top: at.y + off }),
    width,
    boxSizing: 'border-box',
    padding: '8px 10px',
    borderRadius: 8,
    border: `1px solid ${theme === 'dark' ? colours.line : '#dfe3e9'}`,
    background: theme === 'dark' ? '#15181e' : '#ffffff',
    boxShadow: theme === 'dark' ? '0 4px 16px rgb(0 0 0 / 0.5)' : '0 4px 16px rgb(20 23 28 / 0.12)',
    color: colours.ink2,
    font: `11px/1.5 ${fontFamily}`,
    fontVariantNumeric: 'tabular-nums',
    pointerEvents: 'none',
  }
  return (
    <div role="tooltip" style={style}>
      <div style={{ display: 'flex', gap: 8, justifyContent: 'space-between', fontSize: 12, marginBottom: 4 }}>
        <strong style={{ fontWeight: 600, color: colours.ink, overflowWrap: 'anywhere' }}>{content.title}</strong>
        {content.value && <span style={{ color: colours.ink, whiteSpace: 'nowrap' }}>{content.value}</span>}
      </div>
      {content.rows.map(([name, value]) => (
        <div key={name} style={{ display: 'flex', gap: 10, justifyContent: 'space-between' }}>
          <span style={{ whiteSpace: 'nowrap' }}>{name}</span>
          <span style={{ color: colours.ink, textAlign: 'right', overflowWrap: 'anywhere' }}>{value}</span>
        </div>
      ))}
      {content.hint && <div style={{ marginTop: 4 }}>{content.hint}</div>}
    </div>
  )
}

export interface TooltipContent {
  readonly title: string
  readonly value?: string
  readonly rows: readonly (readonly [string, string])[]
  readonly hint?: string
}

/** A word of the model with the space that leads it made visible. */
export function visibleWord(text: string): string {
  return legible(text.replace(/^ /, '\u00b7'))
}

function contentOf(trajectory: Trajectory, { kind, index }: Hovered, isPinned: boolean): TooltipContent | null {
  if (kind === 'station') return stationContent(trajectory, index)
  if (kind === 'word') {
    const word = trajectory.words[index]
    if (!word) return null
    const station = trajectory.steps[word.station]
    return {
      title: `\u201c${visibleWord(word.text)}\u201d`,
      value: `cos ${fixed(word.cosine, 2)}`,
      rows: [['nearest station', station ? stationName(station) : '']],
      hint: isPinned ? 'Click to take its label away.' : 'Click to pin its label.',
    }
  }
  const other = trajectory.others[index]
  if (!other) return null
  const text = trajectory.tokens[other.position]?.text ?? tokenName(trajectory, other.position)
  return { title: `\u201c${visibleWord(text)}\u201d`, value: `position ${other.position}`, rows: [] }
}

function stationContent(trajectory: Trajectory, index: number): TooltipContent | null {
  const step = trajectory.steps[index]
  if (!step) return null
  const rows: [string, string][] = [
    ['\u2016x\u2016', fixed(step.norm, 1)],
    ['cosine to start', fixed(step.cosineToStart, 2)],
    ['cosine to end', fixed(step.cosineToEnd, 2)],
  ]
  const words = step.nearest.slice(0, 3).map(({ text }) => visibleWord(text))
  if (words.length > 0) rows.push(['nearest', words.join('  ')])
  const likeliest = step.lens?.[0]
  if (likeliest) rows.push(['logit lens', `${visibleWord(likeliest.text)} ${percent(likeliest.probability)}`])
  const length = `\u2016\u0394\u2016 ${fixed(step.length, 1)}`
  return { title: stationName(step), ...(step.kind === 'embed' ? {} : { value: length }), rows }
}
