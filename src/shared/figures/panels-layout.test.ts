import { describe, expect, it } from 'vitest'
import type { PanelsSpec } from './figure-spec'
import { layoutPanels, pageHeight } from './panels-figure'

const panel = (width: number, height: number) => ({ kind: 'lens', width, height }) as PanelsSpec['panels'][number]

describe('panels on a page', () => {
  const panels = [panel(100, 50), panel(100, 100), panel(100, 50)]
  const page = { width: 412, columns: 2, panels }
  const places = layoutPanels({ ...page, height: pageHeight(page) } as PanelsSpec)

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

  it('are no more columns than there are panels', () => {
    const [only] = layoutPanels({ width: 300, height: 200, columns: 3, panels: [panel(1, 1)] } as unknown as PanelsSpec)
    expect(only!.width).toBe(300)
  })
})
