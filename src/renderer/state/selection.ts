import { create } from 'zustand'
import type { Direction } from '../../shared/direction'
import type { Camera } from '../../shared/figures/trajectory-spec'
import type { Head } from '../../shared/shown-pattern'
import type { TrajectoryView } from '../../shared/trajectory'

export interface Hovered {
  readonly kind: 'station' | 'word' | 'other'
  readonly index: number
}

export interface WatchedWord {
  readonly id: number
  readonly text: string
}

/** The one selection that every view shows and changes. */
export interface Selection {
  /** The traced token's index in the prompt. */
  readonly position: number | null
  /** Index among the path's stations. */
  readonly station: number | null
  /** The head that is looked at, within the layer of the station. */
  readonly head: number | null
  /** Heads that are looked at together, in the order that they were chosen in; beside the one head, and apart from it. */
  readonly together: readonly Head[]
  /** The token that is attended to, as an index in the prompt. */
  readonly source: number | null
  /** Where the moving token is, between stations, while it plays. */
  readonly playhead: number | null
  readonly playing: boolean
  readonly hovered: Hovered | null
  readonly view: TrajectoryView
  /** Directions that are the first axes of the path's picture, x before y before z. */
  readonly axes: readonly Direction[]
  /** Vocabulary ids whose labels always show. */
  readonly pinned: ReadonlySet<number>
  /** The word whose probability is followed; null for the likeliest at the end. */
  readonly watch: WatchedWord | null
  /** null until a person turns it: then the picture frames itself. */
  readonly camera: Camera | null
  /** Width by height of the picture that the camera was turned in. */
  readonly aspect: number
  readonly showOthers: boolean
  /** The most words that are labelled in the picture. */
  readonly labels: number
}

export const nothingSelected = {
  position: null,
  station: null,
  head: null,
  together: [],
  source: null,
  playhead: null,
  playing: false,
  hovered: null,
} as const

export const useSelection = create<Selection>()(() => ({
  ...nothingSelected,
  view: 'unit',
  axes: [],
  pinned: new Set<number>(),
  watch: null,
  camera: null,
  aspect: 1.5,
  showOthers: false,
  labels: 40,
}))

export function togglePin(id: number): void {
  useSelection.setState(({ pinned }) => {
    const next = new Set(pinned)
    if (!next.delete(id)) next.add(id)
    return { pinned: next }
  })
}

export function hover(hovered: Hovered | null): void {
  const now = useSelection.getState().hovered
  if (now?.kind === hovered?.kind && now?.index === hovered?.index) return
  useSelection.setState({ hovered })
}

/** A hand on the path ends the playing. */
export function selectStation(station: number | null): void {
  useSelection.setState({ station, playhead: null, playing: false })
}

/** One step back: first the playing, then the token attended to, the head, the station, the token. Answers whether there was anything to step back from. */
export function stepBack(): boolean {
  const now = useSelection.getState()
  if (now.playing) useSelection.setState({ playing: false, playhead: null })
  else if (now.source !== null) useSelection.setState({ source: null })
  else if (now.head !== null) useSelection.setState({ head: null })
  else if (now.station !== null) useSelection.setState({ station: null, playhead: null })
  else if (now.position !== null) useSelection.setState({ position: null })
  else return false
  return true
}
