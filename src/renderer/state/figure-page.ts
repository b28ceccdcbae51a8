import { create } from 'zustand'
import type { Paper } from '../../shared/figures/figure-paper'
import type { FigureKind, FigureSpec, PanelsSpec, PlainFigureSpec } from '../../shared/figures/figure-spec'
import { type PanelLetters, writtenLetter } from '../../shared/figures/panel-letters'
import { layoutPanels, mostColumns, pageHeight, panelWidth } from '../../shared/figures/panels-layout'

/** A figure that can be put on a page, as the export dialog has it of a view. */
interface PanelOffer {
  readonly spec: (paper: Paper) => FigureSpec
  readonly nameParts: readonly string[]
  readonly other?: string
  readonly aspect?: number | ((width: number) => number)
}

export interface PagePanel {
  readonly id: number
  readonly kind: FigureKind
  /** What it is of: `Tower, unit`. */
  readonly of: string
  /** What stands beside its letter. */
  readonly label: string
  /** The figure as it was when it was put here, on a paper. */
  readonly spec: (paper: Paper) => PlainFigureSpec
  /** Height by width, at a width in pixels. */
  readonly aspect: (width: number) => number
  /** Where its models lie, by their fingerprints: its own, then the second. */
  readonly models: ReadonlyMap<string, string>
}

interface FigurePage {
  readonly panels: readonly PagePanel[]
  readonly columns: number
  /** Null for those of the preset. */
  readonly letters: PanelLetters | null
  readonly oneScale: boolean
  readonly oneLegend: boolean
  /** What a page that was opened from a file was saved on. */
  readonly paper: Paper | null
}

const empty: FigurePage = { panels: [], columns: 2, letters: null, oneScale: true, oneLegend: true, paper: null }

/** The page of panels that is being composed. It stays while views, sentences and models change. */
export const useFigurePage = create<FigurePage>()(() => empty)

/** As many as have letters. */
const mostPanels = 26

export const pageRoom = 'A page holds at most 26 figures, of two models at most.'

const smallest = 120

let lastId = 0

/** A panel of what a view shows now; null of what is a page itself. */
export function panelOf(offer: PanelOffer, path: string): PagePanel | null {
  const spec = (paper: Paper) => offer.spec(paper) as PlainFigureSpec
  const aspect = offer.aspect ?? 2 / 3
  const probe = offer.spec({ ...{ theme: 'light', width: 480, height: 320 }, print: plain })
  if (probe.kind === 'panels') return null
  const models = new Map([[probe.model.fingerprint, path]])
  if ('other' in probe && offer.other !== undefined) models.set(probe.other.fingerprint, offer.other)
  return {
    ...{ id: ++lastId, kind: probe.kind, label: '', spec, models },
    of: offer.nameParts.filter((part) => part.trim() !== '').join(', '),
    aspect: typeof aspect === 'number' ? () => aspect : aspect,
  }
}

const plain = { scale: 1, font: 'inter', text: 'text', cells: 'vectors' } as const

/** Whether a page has room for a panel; it holds figures of two models at most, since a call names no more. */
export function fitsOnPage(panel: Pick<PagePanel, 'models'>, { panels }: Pick<FigurePage, 'panels'>): boolean {
  return panels.length < mostPanels && modelsOf([...panels, panel]).size <= 2
}

export function addPanel(panel: PagePanel): void {
  useFigurePage.setState((page) => (fitsOnPage(panel, page) ? { panels: [...page.panels, panel] } : {}))
}

export function removePanel(id: number): void {
  useFigurePage.setState(({ panels }) => ({ panels: panels.filter((panel) => panel.id !== id), paper: null }))
}

/** Puts a panel where another stands; those between make room. */
export function movePanel(id: number, to: number): void {
  useFigurePage.setState(({ panels }) => {
    const moved = panels.find((panel) => panel.id === id)
    if (!moved || to < 0 || to >= panels.length) return {}
    const rest = panels.filter((panel) => panel !== moved)
    return { panels: [...rest.slice(0, to), moved, ...rest.slice(to)] }
  })
}

export function labelPanel(id: number, label: string): void {
  useFigurePage.setState(({ panels }) => ({
    panels: panels.map((panel) => (panel.id === id ? { ...panel, label } : panel)),
  }))
}

export function setPage(change: Partial<Pick<FigurePage, 'columns' | 'letters' | 'oneScale' | 'oneLegend'>>): void {
  useFigurePage.setState(change)
}

export function emptyPage(): void {
  useFigurePage.setState(empty)
}

/** Panels of a saved figure, whose models lie at `paths` by their fingerprints: of a page all, with their labels. */
export function panelsOfSaved(spec: FigureSpec, paths: ReadonlyMap<string, string>): PagePanel[] {
  const labels = spec.kind === 'panels' ? spec.labels : []
  const saved = spec.kind === 'panels' ? spec.panels : [spec]
  return saved.map((one, index): PagePanel => {
    const fingerprints = modelsOfSpec(one).map(({ fingerprint }) => fingerprint)
    return {
      ...{ id: ++lastId, kind: one.kind, of: one.prompt && 'text' in one.prompt ? one.prompt.text : '' },
      label: labels[index] ?? '',
      spec: (paper) => ({ ...one, ...paper }),
      aspect: () => one.height / one.width,
      models: new Map(fingerprints.map((fingerprint) => [fingerprint, paths.get(fingerprint) ?? ''])),
    }
  })
}

/** The models that a figure is of, each as often as it is named. */
export function modelsOfSpec(spec: FigureSpec): FigureSpec['model'][] {
  if (spec.kind === 'panels') return spec.panels.flatMap(modelsOfSpec)
  return [spec.model, ...('other' in spec ? [spec.other] : [])]
}

/** The page that a file was saved of. */
export function restorePage(spec: PanelsSpec, panels: readonly PagePanel[]): void {
  const { columns, letters, oneScale, oneLegend, theme, width, height, print = plain } = spec
  const paper = { theme, width, height, print }
  useFigurePage.setState({ panels, columns, letters, oneScale, oneLegend, paper })
}

function modelsOf(panels: readonly Pick<PagePanel, 'models'>[]): Map<string, string> {
  return new Map(panels.flatMap(({ models }) => [...models]))
}

/** Where the models of a page lie: the first panel's, and the second one. */
export function pageModels({ panels }: Pick<FigurePage, 'panels'>): { path?: string; other?: string } {
  const [first, second] = modelsOf(panels).values()
  return { ...(first === undefined ? {} : { path: first }), ...(second === undefined ? {} : { other: second }) }
}

/** Panels of a page of this width, each at the size that it has there, and the columns that there is room for. */
function shapes({ panels, columns }: Pick<FigurePage, 'panels' | 'columns'>, width: number) {
  const across = Math.min(columns, mostColumns(width))
  const own = panelWidth(width, across, panels.length)
  return {
    across,
    sized: panels.map(({ aspect }) => ({ width: own, height: Math.max(smallest, own * aspect(own)) })),
  }
}

/** Height by width that gives each panel the shape that suits it. */
export function pageAspect(page: Pick<FigurePage, 'panels' | 'columns'>, width: number): number {
  const { across, sized } = shapes(page, width)
  return pageHeight({ width, columns: across, panels: sized }) / width
}

/** The page as a spec, on a paper; `letters` where the page leaves them to the preset. */
export function pageSpec(page: FigurePage, letters: PanelLetters, paper: Paper): PanelsSpec {
  const { across, sized } = shapes(page, paper.width)
  const placed = layoutPanels({ ...paper, columns: across, panels: sized })
  const round = (pixels: number) => Math.round(pixels * 1e3) / 1e3
  const panels = page.panels.map(({ spec }, index) => {
    const { width, height } = placed[index]!
    return spec({ ...paper, width: round(width), height: Math.max(smallest, round(height)) })
  })
  return {
    ...paper,
    ...{ kind: 'panels', version: 1, model: panels[0]!.model, prompt: null, columns: across },
    letters: page.letters ?? letters,
    labels: page.panels.map(({ label }) => label.trim()),
    oneScale: page.oneScale,
    oneLegend: page.oneLegend,
    panels,
  }
}

/** `(b)`, or its number where the page has no letters. */
export function panelMark(index: number, letters: PanelLetters): string {
  return writtenLetter(index, letters) || String(index + 1)
}
