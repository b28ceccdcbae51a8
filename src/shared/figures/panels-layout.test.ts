import { describe, expect, it } from 'vitest'
import { layoutPanels, mostColumns, pageHeight, panelWidth } from './panels-layout'

const panel = (width: number, height: number) => ({ width, height })

describe('panels on a page', () => {
  const panels = [panel(100, 50), panel(100, 100), panel(100, 50)]
  const page = { width: 412, columns: 2, panels }
  const places = layoutPanels({ ...page, height: pageHeight(page) })

  it('have equal widths that fill the page with what is between them', () => {
    expect(places.map(({ x, width }) => [x, width])).toEqual([
      ...[
        [0, 200],
        [212, 200],
        [0, 200],
      ],
    ])
  })

  it('stand in rows that do not overlap, the page being as tall as they need', () => {
    expect(places.map(({ height }) => height)).toEqual([200, 200, 100])
    const [first, , third] = places
    expect(third!.y).toBeGreaterThanOrEqual(first!.y + first!.height + 12)
    expect(third!.y + third!.height).toBeCloseTo(pageHeight(page))
  })

  it('stand where they stood when they are laid out again at the sizes that they got', () => {
    const tall = { ...page, height: pageHeight(page) + 90 }
    const placed = layoutPanels(tall)
    expect(layoutPanels({ ...tall, panels: placed })).toEqual(placed)
  })

  it('are no more columns than there are panels, and than the page has room for', () => {
    const [only] = layoutPanels({ width: 300, height: 200, columns: 3, panels: [panel(1, 1)] })
    expect(only!.width).toBe(300)
    expect(panelWidth(400, mostColumns(400), 9)).toBeGreaterThanOrEqual(120)
    expect(panelWidth(400, mostColumns(400) + 1, 9)).toBeLessThan(120)
  })
})
