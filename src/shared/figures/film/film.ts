import * as z from 'zod'

/** Layer by layer, turning about the upright axis, or both at once. */
export const filmKind = z.enum(['layers', 'orbit', 'both'])

const [leastSide, mostSide] = [64, 3840]
/** H.264 keeps colours for squares of two by two pixels. */
const even = { error: 'A film’s width and height are even numbers of pixels.' }

/** How a path in 3D is shown as a moving picture. */
export const film = z.object({
  kind: filmKind,
  seconds: z.number().min(0.5).max(60),
  /** Frames a second. */
  fps: z.int().min(1).max(60),
  /** In pixels. The figure is drawn as wide as its spec says, and that many pixels make up its width. */
  width: z.int().min(leastSide).max(mostSide).multipleOf(2, even),
  height: z.int().min(leastSide).max(mostSide).multipleOf(2, even),
  /** Whether a GIF begins again for ever. */
  loop: z.boolean(),
})

export type FilmKind = z.infer<typeof filmKind>
export type FilmSettings = z.infer<typeof film>

export const filmLimits = { seconds: [0.5, 60], fps: [1, 60], side: [leastSide, mostSide] } as const

export const plainFilm: FilmSettings = { kind: 'layers', seconds: 6, fps: 30, width: 1280, height: 720, loop: true }

export function frameCount({ seconds, fps }: Pick<FilmSettings, 'seconds' | 'fps'>): number {
  return Math.max(1, Math.round(seconds * fps))
}

/** Where a film is at one of its frames. */
export interface FilmMoment {
  /** How far the path has come, as a number of steps: 2.5 is half-way from station 2 to 3. Null for all of it. */
  readonly reach: number | null
  /** By how much the camera has turned, in radians. */
  readonly turn: number
}

/** For how long the start and the end are held, in seconds; never more than these shares of the film. */
const hold = { start: 0.6, end: 1.5, startShare: 0.1, endShare: 0.25 } as const
/** The share of a step's time in which it is taken; then it rests. */
const moving = 0.8

/** The moment of a frame, of a path of so many steps. An orbit is one turn, whose last frame is followed by its first. */
export function momentOf(settings: FilmSettings, frame: number, steps: number): FilmMoment {
  const { kind, seconds } = settings
  const frames = frameCount(settings)
  const turn = kind === 'layers' ? 0 : (2 * Math.PI * frame) / frames
  if (kind === 'orbit') return { reach: null, turn }
  const start = Math.min(hold.start, hold.startShare * seconds)
  const end = Math.min(hold.end, hold.endShare * seconds)
  const share = (frame / frames) * seconds
  // Rounding at a boundary must not leave the path a hair short of its end.
  const travelled = Math.min(1, Math.max(0, (share - start) / (seconds - start - end))) * steps
  const done = frame >= frames - 1 ? steps : Math.min(steps, Math.floor(travelled + 1e-9))
  return { reach: done === steps ? steps : done + eased((travelled - done) / moving), turn }
}

/** Sets out and comes to rest without a jerk. */
function eased(share: number): number {
  const t = Math.min(1, Math.max(0, share))
  return t * t * (3 - 2 * t)
}
