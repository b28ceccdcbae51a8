import { elementsOf, parseSvg, type XmlElement } from '../../src/main/export/svg-tree'

/**
 * A figure read as a person reads it: axes by where their ticks stand and what is written there, colours by the bar that explains
 * them. Nothing of the program's own layout or scales is used.
 */

export interface Mark {
  readonly name: string
  readonly attributes: Readonly<Record<string, string>>
  readonly text: string
  /** Of its upper left corner, a circle's centre, or a text's anchor. */
  readonly x: number
  readonly y: number
  readonly width: number
  readonly height: number
  /** The names of the groups that it lies in, the outermost first. */
  readonly groups: readonly string[]
  /** By how much its group is moved. */
  readonly shift: readonly [number, number]
}

const passedOn = new Set(['text-anchor', 'fill', 'stroke', 'stroke-width', 'font-size'])

/** Every mark of a drawing, in order, where it stands on the sheet. */
export function marksOf(svg: string): Mark[] {
  const marks: Mark[] = []
  const visit = (
    element: XmlElement,
    above: Mark['attributes'],
    groups: readonly string[],
    [dx, dy]: Mark['shift'],
  ) => {
    const { name } = element
    const attributes = { ...above, ...element.attributes }
    const [, across = '0', down = '0'] =
      /^translate\(([-\d.]+)[ ,]([-\d.]+)\)/.exec(element.attributes.transform ?? '') ?? []
    const shift = [dx + Number(across), dy + Number(down)] as const
    const number = (...keys: string[]) => Number(keys.map((key) => attributes[key]).find((value) => value) ?? 0)
    if (name !== 'g' && name !== 'svg') {
      const [x, y] = [shift[0] + number('x', 'cx', 'x1'), shift[1] + number('y', 'cy', 'y1')]
      const size = { width: number('width'), height: number('height') }
      marks.push({ name, attributes, text: element.text, x, y, ...size, groups, shift })
    }
    if (name === 'text') return
    const within = element.attributes.id ? [...groups, element.attributes.id] : groups
    const inherited = Object.fromEntries(Object.entries(attributes).filter(([key]) => passedOn.has(key)))
    for (const child of elementsOf(element)) visit(child, inherited, within, shift)
  }
  visit(parseSvg(svg), {}, [], [0, 0])
  return marks
}

/** What is written as a number, whatever stands around it: `−0.051`, `9.4 %`, `198.3k`, `± 2.79`. */
export function numberIn(text: string): number {
  const [, sign, digits, unit] = /([−-]?)\s*([\d,]+(?:\.\d+)?)\s*(k|M|B)?/.exec(text)!
  const size = { k: 1e3, M: 1e6, B: 1e9 }[unit ?? ''] ?? 1
  return (sign ? -1 : 1) * Number(digits!.replaceAll(',', '')) * size
}

/** The value at a place, by ticks that stand evenly; throws where one of them does not. */
export function axisOf(ticks: readonly { at: number; value: number }[]): (at: number) => number {
  const [first, last] = [ticks[0]!, ticks.at(-1)!]
  const each = (last.value - first.value) / (last.at - first.at)
  const valueAt = (at: number) => first.value + each * (at - first.at)
  for (const { at, value } of ticks) {
    if (Math.abs(valueAt(at) - value) > Math.abs(each) * 0.6)
      throw new Error(`The tick ${value} stands at ${valueAt(at)}`)
  }
  return valueAt
}

export interface Scale {
  readonly name: string
  readonly from: number
  readonly to: number
  /** By how much a colour that is read may be off. */
  readonly step: number
  readonly read: (fill: string) => number
}

/** The colour bar: which value a colour stands for, and what it counts. */
export function scaleOf(marks: readonly Mark[], group = 'scale'): Scale {
  const bar = marks.filter(({ groups }) => groups.includes(group))
  const rects = bar.filter(({ name }) => name === 'rect')
  const words = bar.filter(({ name }) => name === 'text')
  const [left, right] = [rects[0]!.x, rects.at(-1)!.x + rects.at(-1)!.width]
  const near = (x: number) => words.find((word) => Math.abs(word.x - x) < 1 && /\d/.test(word.text))!
  const [from, to] = [numberIn(near(left).text), numberIn(near(right).text)]
  const zero = words.find(({ text }) => text === '0')!
  const zeroAt = left + ((0 - from) / (to - from)) * (right - left)
  if (from < 0 && Math.abs(zero.x - zeroAt) > 1) throw new Error('Zero does not stand where the scale has it')
  const shades = rects.map(({ attributes }) => channelsOf(attributes.fill!))
  const step = (to - from) / rects.length
  const read = (fill: string) => {
    const own = channelsOf(fill)
    const far = shades.map((shade) => Math.hypot(...shade.map((value, at) => value - own[at]!)))
    return from + step * (far.indexOf(Math.min(...far)) + 0.5)
  }
  const name = words.find(({ text }) => /[a-z]{3}|CKA/.test(text))?.text ?? ''
  return { name, from, to, step, read }
}

export function channelsOf(colour: string): number[] {
  if (colour.startsWith('#')) return [1, 3, 5].map((at) => Number.parseInt(colour.slice(at, at + 2), 16))
  return colour.match(/\d+/g)!.map(Number)
}

/** The cell at a row and a column, by where their names stand. */
export function cellAt(cells: readonly Mark[], x: number, y: number): Mark | undefined {
  return cells.find((cell) => cell.x <= x && x <= cell.x + cell.width && cell.y <= y && y <= cell.y + cell.height)
}

/** The points of a path or a polyline, on the sheet. */
export function pointsOf({ attributes, shift }: Mark): [number, number][] {
  const numbers = (attributes.points ?? attributes.d)!.match(/-?[\d.]+/g)!.map(Number)
  return Array.from({ length: numbers.length / 2 }, (_, at) => [
    numbers[2 * at]! + shift[0],
    numbers[2 * at + 1]! + shift[1],
  ])
}

type Point = readonly number[]

/** The camera that sees points in space nearest to where they are drawn: the eleven numbers of a perspective, by least squares. */
export function perspectiveOf(space: readonly Point[], seen: readonly Point[]): (point: Point) => [number, number] {
  const [inSpace, inPicture] = [evenedBy(space), evenedBy(seen)]
  const rows = space.flatMap((point, at) => {
    const [x, y, z] = inSpace.to(point) as [number, number, number]
    const [u, v] = inPicture.to(seen[at]!) as [number, number]
    const zeros = [0, 0, 0, 0]
    return [
      { of: [x, y, z, 1, ...zeros, -u * x, -u * y, -u * z], is: u },
      { of: [...zeros, x, y, z, 1, -v * x, -v * y, -v * z], is: v },
    ]
  })
  const unknown = Array.from({ length: 11 }, (_, at) => at)
  const p = solved(
    unknown.map((i) => [
      ...unknown.map((j) => rows.reduce((sum, { of }) => sum + of[i]! * of[j]!, 0)),
      rows.reduce((sum, { of, is }) => sum + of[i]! * is, 0),
    ]),
  )
  return (point) => {
    const [x, y, z] = inSpace.to(point) as [number, number, number]
    const by = (first: number) => p[first]! * x + p[first + 1]! * y + p[first + 2]! * z
    const depth = by(8) + 1
    return inPicture.back([(by(0) + p[3]!) / depth, (by(4) + p[7]!) / depth]) as [number, number]
  }
}

/** How far, in pixels, points are drawn at most from where any one camera could see them. */
export function outOfPerspective(space: readonly Point[], seen: readonly Point[]): number {
  const see = perspectiveOf(space, seen)
  return Math.max(...space.map((point, at) => apart(see(point), seen[at]!)))
}

export function apart([x, y]: Point, [u, v]: Point): number {
  return Math.hypot(x! - u!, y! - v!)
}

/** Points around 0 and about 1 apart, with which sums of squares lose no digits. */
function evenedBy(points: readonly Point[]) {
  const middle = points[0]!.map((_, axis) => points.reduce((sum, point) => sum + point[axis]!, 0) / points.length)
  const size = Math.max(...points.map((point) => Math.hypot(...point.map((value, axis) => value - middle[axis]!))))
  return {
    to: (point: Point) => point.map((value, axis) => (value - middle[axis]!) / size),
    back: (point: Point) => point.map((value, axis) => value * size + middle[axis]!),
  }
}

/** Gauss and Jordan, with the largest pivot. */
function solved(equations: number[][]): number[] {
  let system = equations
  for (let at = 0; at < system.length; at++) {
    const column = system.map((row, index) => (index < at ? -1 : Math.abs(row[at]!)))
    const pivot = column.indexOf(Math.max(...column))
    system = system.with(at, system[pivot]!).with(pivot, system[at]!)
    const own = system[at]!.map((value) => value / system[at]![at]!)
    system = system.map((row, index) =>
      index === at ? own : row.map((value, column) => value - row[at]! * own[column]!),
    )
  }
  return system.map((row) => row.at(-1)!)
}
