/** Between panels, and above each for its letter, in CSS pixels as drawn. */
const gap = 12
const letterHeight = 18
/** A spec takes no figure that is narrower. */
const narrowest = 120

export interface PlacedPanel {
  readonly x: number
  readonly y: number
  readonly width: number
  readonly height: number
}

type Shape = Pick<PlacedPanel, 'width' | 'height'>

interface Page {
  readonly width: number
  readonly columns: number
  readonly panels: readonly Shape[]
}

/** The width of each of so many panels, of which at most `columns` stand beside each other. */
export function panelWidth(width: number, columns: number, panels: number): number {
  const across = Math.min(columns, panels)
  return (width - gap * (across - 1)) / across
}

/** As many columns as a page of this width has room for. */
export function mostColumns(width: number): number {
  return Math.max(1, Math.floor((width + gap) / (narrowest + gap)))
}

/** The height that each row needs, its panels having the shapes that they have alone. */
function rowHeights({ width, columns, panels }: Page): number[] {
  const own = panelWidth(width, columns, panels.length)
  return Array.from({ length: Math.ceil(panels.length / columns) }, (_, row) =>
    Math.max(...panels.slice(row * columns, (row + 1) * columns).map((panel) => (own * panel.height) / panel.width)),
  )
}

/**
 * Where panels stand on a page of so many columns: all of one width, each as tall as its own shape asks for, rows as tall as their
 * tallest. What the page has more or less of height than they need is shared out among the rows.
 */
export function layoutPanels(page: Page & { readonly height: number }): PlacedPanel[] {
  const { width, height, columns, panels } = page
  const own = panelWidth(width, columns, panels.length)
  const wanted = rowHeights(page)
  const room = height - wanted.length * letterHeight - gap * (wanted.length - 1)
  const share = room / wanted.reduce((sum, one) => sum + one, 0)
  let y = 0
  return wanted.flatMap((tall, row) => {
    const top = y + letterHeight
    y = top + tall * share + gap
    return panels
      .slice(row * columns, (row + 1) * columns)
      .map((_, column) => ({ x: column * (own + gap), y: top, width: own, height: tall * share }))
  })
}

/** The height of a page that gives each of its panels the shape that it has alone. */
export function pageHeight(page: Page): number {
  const rows = rowHeights(page)
  return rows.reduce((sum, tall) => sum + letterHeight + tall, gap * (rows.length - 1))
}
