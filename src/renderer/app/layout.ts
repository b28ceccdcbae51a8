import type { DockviewApi } from 'dockview-react'
import { recall, remember } from '../state/preferences'
import { useWindows } from '../state/windows'
import type { View } from '../ui/view'

const key = 'tokentrace.layout.1'

const found = import.meta.glob<{ view: View }>('../views/*/index.ts*', { eager: true })

/** Every view, in the order of its tabs. */
export const views: readonly View[] = Object.values(found)
  .map((module) => module.view)
  .sort((a, b) => a.order - b.order)

let dock: DockviewApi | undefined

/** Puts the panels where they were left, or where they belong at first; remembers from then on. */
export function layOut(api: DockviewApi): void {
  dock = api
  if (!restore(api)) arrange(api)
  api.onDidLayoutChange(() => remember(key, JSON.stringify(api.toJSON())))
  useWindows.subscribe(bringForward)
  bringForward()
}

function bringForward(): void {
  const { front, frontFigure } = useWindows.getState()
  if (front.length === 0 && frontFigure === null) return
  useWindows.setState({ front: [], frontFigure: null })
  const shown = views.filter(({ figures }) => figures?.some(({ kind }) => kind === frontFigure)).map(({ id }) => id)
  for (const id of [...front, ...shown]) dock?.getPanel(id)?.api.setActive()
}

let front: string | undefined

/** A panel came to the front of its tabs, or a person works in it. */
export function cameToFront(id: string): void {
  front = id
}

/** The view whose panel came to the front last; none before one did. */
export function frontView(): View | undefined {
  return views.find((view) => view.id === front)
}

export function resetLayout(): void {
  if (!dock) return
  dock.clear()
  arrange(dock)
}

/** A remembered layout is used only when it holds exactly the views that there are: a new one must not stay hidden. */
function restore(api: DockviewApi): boolean {
  const stored = recall(key)
  if (stored === null) return false
  try {
    api.fromJSON(JSON.parse(stored))
    const ids = new Set(api.panels.map((panel) => panel.id))
    if (ids.size === views.length && views.every((view) => ids.has(view.id))) return true
  } catch {
    // Written by another version, or by hand: the panels go where they belong.
  }
  api.clear()
  return false
}

/** A window narrower than this has no room for a left panel beside the picture: its views become tabs on the right. */
const threeColumns = 1080

function arrange(api: DockviewApi): void {
  const { width, height } = api
  const placeOf = (view: View) => (view.place === 'left' && width < threeColumns ? 'right' : view.place)
  const anchors = new Map<View['place'], string>()
  const places: View['place'][] = ['centre', 'bottom', 'left', 'right']
  // What belongs to a place comes before what only found room there.
  const inOrder = [...views].sort((a, b) => Number(a.place !== placeOf(a)) - Number(b.place !== placeOf(b)))
  for (const place of places) {
    for (const view of inOrder.filter((candidate) => placeOf(candidate) === place)) {
      const beside = anchors.get(place)
      const centre = anchors.get('centre')
      api.addPanel({
        id: view.id,
        title: view.title,
        component: view.id,
        ...(beside !== undefined
          ? { position: { referencePanel: beside, direction: 'within' }, inactive: true }
          : place === 'bottom' && centre !== undefined
            ? { position: { referencePanel: centre, direction: 'below' } }
            : place === 'left' || place === 'right'
              ? { position: { direction: place } }
              : {}),
      })
      if (beside === undefined) anchors.set(place, view.id)
    }
  }
  const size = (place: View['place'], wish: { width?: number; height?: number }) => {
    const id = anchors.get(place)
    if (id !== undefined) api.getPanel(id)?.group.api.setSize(wish)
  }
  size('left', { width: Math.round(Math.min(264, Math.max(212, width * 0.16))) })
  size('right', { width: Math.round(Math.min(800, Math.max(472, width * 0.385))) })
  size('bottom', { height: Math.round(Math.min(216, Math.max(158, height * 0.21))) })
}
