import type { FontFamily } from './fonts'
import { properties, type XmlElement } from './svg-tree'

export interface Paint {
  /** `#rrggbb` or a CSS name. */
  readonly colour: string
  readonly opacity: number
}

/** The inherited properties that count for drawing. Lengths in user units. */
export interface Style {
  readonly colour: string
  readonly fill: Paint | null
  readonly fillOpacity: number
  readonly fillRule: 'non-zero' | 'even-odd'
  readonly stroke: Paint | null
  readonly strokeOpacity: number
  readonly strokeWidth: number
  readonly dashes: readonly number[]
  readonly dashOffset: number
  readonly cap: 'butt' | 'round' | 'square'
  readonly join: 'miter' | 'round' | 'bevel'
  readonly miterLimit: number
  readonly strokeFirst: boolean
  readonly visible: boolean
  readonly family: FontFamily
  readonly size: number
  readonly weight: number
  readonly italic: boolean
  readonly letterSpacing: number
  readonly anchor: 'start' | 'middle' | 'end'
  readonly baseline: 'alphabetic' | 'central' | 'middle'
  readonly preserveSpace: boolean
}

export const initialStyle: Style = {
  colour: '#000000',
  fill: { colour: '#000000', opacity: 1 },
  fillOpacity: 1,
  fillRule: 'non-zero',
  stroke: null,
  strokeOpacity: 1,
  strokeWidth: 1,
  dashes: [],
  dashOffset: 0,
  cap: 'butt',
  join: 'miter',
  miterLimit: 4,
  strokeFirst: false,
  visible: true,
  family: 'Inter',
  size: 16,
  weight: 400,
  italic: false,
  letterSpacing: 0,
  anchor: 'start',
  baseline: 'alphabetic',
  preserveSpace: false,
}

/** What changes the picture and is not drawn here: refused aloud, so that no figure loses a part in the file alone. */
const refused = ['filter', 'mask', 'marker-start', 'marker-mid', 'marker-end', 'mix-blend-mode', 'textLength']

export function styleOf(element: XmlElement, parent: Style): Style {
  const given = properties(element)
  for (const name of refused) {
    if (given[name] !== undefined && given[name] !== 'none' && given[name] !== 'normal') {
      throw new Error(`The PDF export does not draw ${name} (on <${element.name}>).`)
    }
  }
  const style: { -readonly [K in keyof Style]: Style[K] } = { ...parent }
  const set = <T>(name: string, read: (value: string) => T, keep: (value: T) => void) => {
    const value = given[name]
    if (value !== undefined && value !== 'inherit') keep(read(value))
  }
  const oneOf =
    <T extends string>(...choices: T[]) =>
    (value: string): T => {
      const choice = choices.find((name) => name === value)
      if (choice === undefined) throw new Error(`<${element.name}> asks for “${value}”, which the PDF export lacks.`)
      return choice
    }

  set('color', colourOf, (value) => (style.colour = value.colour))
  const paint = (value: string): Paint | null => {
    if (value === 'none' || value === 'transparent') return null
    if (value === 'currentColor') return { colour: style.colour, opacity: 1 }
    return colourOf(value)
  }
  set('fill', paint, (value) => (style.fill = value))
  set('fill-opacity', fraction, (value) => (style.fillOpacity = value))
  set('fill-rule', oneOf('nonzero', 'evenodd'), (value) => {
    style.fillRule = value === 'evenodd' ? 'even-odd' : 'non-zero'
  })
  set('stroke', paint, (value) => (style.stroke = value))
  set('stroke-opacity', fraction, (value) => (style.strokeOpacity = value))
  set('stroke-width', length, (value) => (style.strokeWidth = value))
  set('stroke-dasharray', dashArray, (value) => (style.dashes = value))
  set('stroke-dashoffset', length, (value) => (style.dashOffset = value))
  set('stroke-linecap', oneOf('butt', 'round', 'square'), (value) => (style.cap = value))
  set('stroke-linejoin', oneOf('miter', 'round', 'bevel'), (value) => (style.join = value))
  set('stroke-miterlimit', length, (value) => (style.miterLimit = value))
  set('paint-order', String, (value) => (style.strokeFirst = value.startsWith('stroke')))
  set('visibility', String, (value) => (style.visible = value === 'visible'))
  set('font-family', String, (value) => {
    style.family = familyOf(value)
  })
  set('font-size', length, (value) => (style.size = value))
  set('font-weight', weight, (value) => (style.weight = value))
  set('font-style', oneOf('normal', 'italic', 'oblique'), (value) => (style.italic = value !== 'normal'))
  set(
    'letter-spacing',
    (value) => spacing(value, style.size),
    (value) => (style.letterSpacing = value),
  )
  set('text-anchor', oneOf('start', 'middle', 'end'), (value) => (style.anchor = value))
  set('dominant-baseline', oneOf('auto', 'alphabetic', 'central', 'middle'), (value) => {
    style.baseline = value === 'auto' ? 'alphabetic' : value
  })
  set('xml:space', String, (value) => (style.preserveSpace = value === 'preserve'))
  set('white-space', String, (value) => (style.preserveSpace = value.startsWith('pre')))
  return style
}

/** The first of a list that is bundled, as resvg takes it too: it knows no others. */
function familyOf(list: string): FontFamily {
  const names = list.split(',').map((name) => name.replaceAll(/['"]/g, '').trim().toLowerCase())
  const known = (['Inter', 'Arimo', 'Tinos', 'JetBrains Mono'] as const).find((one) =>
    names.includes(one.toLowerCase()),
  )
  return known ?? 'Inter'
}

function length(value: string): number {
  const number = Number(value.replace(/px$/, ''))
  if (value.trim() === '' || !Number.isFinite(number)) throw new Error(`“${value}” is not a number of pixels.`)
  return number
}

export function fraction(value: string): number {
  const number = value.endsWith('%') ? Number(value.slice(0, -1)) / 100 : Number(value)
  if (!Number.isFinite(number)) throw new Error(`“${value}” is not an opacity.`)
  return Math.min(1, Math.max(0, number))
}

function weight(value: string): number {
  return value === 'normal' ? 400 : value === 'bold' ? 700 : length(value)
}

function spacing(value: string, size: number): number {
  if (value === 'normal') return 0
  return value.endsWith('em') ? length(value.slice(0, -2)) * size : length(value)
}

/** An odd list is repeated, as SVG has it; a list of zeros draws a solid line. */
function dashArray(value: string): number[] {
  if (value === 'none') return []
  const list = value
    .trim()
    .split(/[\s,]+/)
    .map(length)
  if (!list.some((dash) => dash > 0)) return []
  return list.length % 2 === 0 ? list : [...list, ...list]
}

function colourOf(value: string): Paint {
  const hex = /^#([0-9a-f]{3,4}|[0-9a-f]{6}|[0-9a-f]{8})$/i.exec(value)?.[1]
  if (hex !== undefined) {
    const long = hex.length < 5 ? [...hex].map((digit) => digit + digit).join('') : hex
    const opacity = long.length === 8 ? Number.parseInt(long.slice(6), 16) / 255 : 1
    return { colour: `#${long.slice(0, 6)}`, opacity }
  }
  const parts = /^rgba?\(([^)]*)\)$/i.exec(value)?.[1]?.split(/[\s,/]+/)
  if (parts !== undefined && parts.length >= 3) {
    const channel = (part: string) => Math.round(part.endsWith('%') ? fraction(part) * 255 : length(part))
    const digits = parts.slice(0, 3).map((part) => channel(part).toString(16).padStart(2, '0'))
    return { colour: `#${digits.join('')}`, opacity: parts[3] === undefined ? 1 : fraction(parts[3]) }
  }
  if (/^[a-z]+$/i.test(value)) return { colour: value.toLowerCase(), opacity: 1 }
  throw new Error(`The PDF export does not know the paint “${value}”.`)
}
