import { describe, expect, it } from 'vitest'
import {
  type Box,
  boxesMeet,
  discMeetsBox,
  encloses,
  type LabelField,
  type LabelRequest,
  layoutLabels,
  lengthInside,
} from './label-layout'

const bounds: Box = { x0: 0, y0: 0, x1: 400, y1: 300 }
const emptyField: LabelField = { bounds, boxes: [], discs: [], lines: [], limits: {} }

function request(key: string, x: number, y: number, more: Partial<LabelRequest> = {}): LabelRequest {
  return {
    key,
    text: key,
    x,
    y,
    marker: 2,
    importance: 0,
    depth: 1,
    size: 11,
    weight: 400,
    leader: 'none',
    mayCross: false,
    ...more,
  }
}

/** Many labels in little room, the same each time. */
function crowd(count: number, more: Partial<LabelRequest> = {}): LabelRequest[] {
  let state = 11
  const random = () => {
    state = (state * 16807) % 2147483647
    return state / 2147483647
  }
  return Array.from({ length: count }, (_, index) =>
    request(`word ${index}`, 400 * random(), 300 * random(), { importance: random(), ...more }),
  )
}

const field: LabelField = {
  bounds,
  boxes: [{ x0: 250, y0: 0, x1: 400, y1: 30 }],
  discs: Array.from({ length: 12 }, (_, index) => ({ x: 30 * index + 20, y: 150, r: 5 })),
  lines: [{ x1: 0, y1: 20, x2: 400, y2: 290 }],
  limits: {},
}

describe.each([
  ['labels without leaders', crowd(300)],
  ['labels with leaders', crowd(120, { leader: 'long', mayCross: true })],
])('%s in a crowd', (_, requests) => {
  const placed = layoutLabels(requests, field)

  it('are placed where there is room, and not all of them', () => {
    expect(placed.length).toBeGreaterThan(30)
    expect(placed.length).toBeLessThan(requests.length)
  })

  it('never overlap each other', () => {
    for (const [index, a] of placed.entries()) {
      for (const b of placed.slice(index + 1)) expect(boxesMeet(a.box, b.box), `${a.key} and ${b.key}`).toBe(false)
    }
  })

  it('never cover a marker, their own and other labels’ included', () => {
    const own = placed.map(({ key }) => requests.find((one) => one.key === key)!).map(({ x, y }) => ({ x, y, r: 2 }))
    for (const label of placed) {
      for (const disc of [...field.discs, ...own]) expect(discMeetsBox(disc, label.box), label.key).toBe(false)
    }
  })

  it('stay inside the picture and off what is taken', () => {
    for (const { box } of placed) {
      expect(encloses(bounds, box)).toBe(true)
      expect(boxesMeet(box, field.boxes[0]!)).toBe(false)
    }
  })

  it('are not struck through by a leader', () => {
    for (const { leader } of placed) {
      if (leader) for (const { box } of placed) expect(lengthInside(leader, box)).toBe(0)
    }
  })

  it('do not depend on the order in which they are asked for', () => {
    expect(layoutLabels([...requests].reverse(), field)).toEqual(placed)
  })
})

describe('a label', () => {
  it('stands to the right of its point when nothing is there', () => {
    const [label] = layoutLabels([request('Paris', 100, 100)], emptyField)
    expect(label).toMatchObject({ anchor: 'start', leader: null })
    expect(label!.x).toBeGreaterThan(102)
  })

  it('turns to the other side at the right edge', () => {
    const [label] = layoutLabels([request('Paris', 390, 100)], emptyField)
    expect(label).toMatchObject({ anchor: 'end' })
  })

  it('keeps off a path unless it may cross it', () => {
    const lines = Array.from({ length: 60 }, (_, index) => ({ x1: 0, y1: index * 5, x2: 400, y2: index * 5 }))
    expect(layoutLabels([request('Paris', 100, 100)], { ...emptyField, lines })).toHaveLength(0)
    expect(layoutLabels([request('Paris', 100, 100, { mayCross: true })], { ...emptyField, lines })).toHaveLength(1)
  })

  it('moves off along a line where there is no room beside its point', () => {
    const discs = [0, 1, 2, 3, 4, 5, 6, 7].map((turn) => ({
      x: 100 + 12 * Math.cos((turn * Math.PI) / 4),
      y: 100 + 12 * Math.sin((turn * Math.PI) / 4),
      r: 6,
    }))
    const [label] = layoutLabels([request('Paris', 100, 100, { leader: 'short' })], { ...emptyField, discs })
    expect(label!.leader).not.toBeNull()
  })

  it('is left out rather than written over a point that is outside the picture', () => {
    expect(layoutLabels([request('Paris', -5, 100)], emptyField)).toHaveLength(0)
  })

  it('wins by importance, then by nearness, then by its key', () => {
    const room: LabelField = { ...emptyField, bounds: { x0: 0, y0: 0, x1: 60, y1: 18 } }
    const winner = (...requests: LabelRequest[]) => layoutLabels(requests, room)[0]?.key
    expect(winner(request('far', 5, 9, { importance: 1, depth: 9 }), request('near', 5, 9, { depth: 1 }))).toBe('far')
    expect(winner(request('far', 5, 9, { depth: 9 }), request('near', 5, 9, { depth: 1 }))).toBe('near')
    expect(winner(request('b', 5, 9), request('a', 5, 9))).toBe('a')
  })

  it('is written once where a name may stand once, and no more often than its limit says', () => {
    const words = [0, 1, 2, 3].map((row) => request(`w${row}`, 100, 50 + 50 * row, { text: 'same', once: 'word' }))
    expect(layoutLabels(words, emptyField)).toHaveLength(1)
    const limited = [0, 1, 2, 3].map((row) => request(`w${row}`, 100, 50 + 50 * row, { limit: 'word' }))
    expect(layoutLabels(limited, { ...emptyField, limits: { word: 3 } })).toHaveLength(3)
  })
})
