import type { Sliced } from '../../slices'
import type { Point3 } from '../../trajectory'
import type { Viewport } from '../camera'
import { layoutLabels, type PlacedLabel } from '../label-layout'
import { reshaped } from '../trajectory-cameras'
import type { Camera, Moment } from '../trajectory-spec'
import { type FilmSettings, frameCount, momentOf } from './film'
import { type AskingLabels, filmLabels, placedLabels } from './film-labels'
import { turned, turntable } from './turntable'

/** What every figure in 3D has of its spec. */
export interface FilmedSpec extends Viewport {
  readonly camera: Camera
  readonly moment?: Moment | undefined
}

/** What a film is of: paths that take so many steps, in a picture that is the figure's sheet or a part of it. */
export interface FilmedScene<S extends FilmedSpec> {
  readonly steps: number
  /** In framed space, what a camera that turns keeps in sight. */
  readonly points: readonly Point3[]
  /** The part of a sheet that the camera fills. */
  picture(sheet: S): Viewport
  /** What asks for a label at a moment. */
  asking(spec: S): AskingLabels
}

/** One frame, as the figure of its moment. */
export interface FilmFrame<S extends FilmedSpec> {
  readonly spec: S
  readonly labels: readonly PlacedLabel[]
}

/** Each frame by its number, once the film's labels have found their places. */
export function* figureFilm<S extends FilmedSpec>(
  spec: S,
  settings: FilmSettings,
  { steps, points, picture, asking }: FilmedScene<S>,
): Sliced<(frame: number) => FilmFrame<S>> {
  const sheet = filmedSheet(spec, settings)
  const [before, after] = [picture(spec), picture(sheet)]
  const shaped = reshaped(spec.camera, before.width / before.height, after)
  const from = settings.kind === 'layers' ? shaped : turntable(shaped, points, after)
  const at = (frame: number) => frameSpec(spec, settings, from, steps, frame)
  const whole = () => asking({ ...sheet, camera: from, moment: { reach: steps, from } })
  const labels = yield* labelsOfFilm(settings, steps, whole, (frame) => asking(at(frame)))
  return (frame) => ({ spec: at(frame), labels: labels(frame) })
}

/**
 * The spec of one frame: as wide as drawn before, and as high as the film's shape has it. `from` is the camera at the film's start, of
 * that shape.
 */
export function frameSpec<S extends FilmedSpec>(
  spec: S,
  settings: FilmSettings,
  from: Camera,
  steps: number,
  frame: number,
): S {
  const { reach, turn } = momentOf(settings, frame, steps)
  return { ...filmedSheet(spec, settings), camera: turned(from, turn), moment: { reach, from } }
}

/** The figure on a sheet of the film's shape, which is printed as wide as the film has pixels. */
function filmedSheet<S extends FilmedSpec>(spec: S, { width, height }: Viewport): S {
  const scale = width / spec.width
  const sheet = { ...spec, height: height / scale }
  const print = 'print' in spec && spec.print ? spec.print : { font: 'inter', text: 'text', cells: 'vectors' }
  return { ...sheet, print: { ...(print as object), scale } }
}

/** For so many seconds a label is written at least, and in so many it comes and goes. */
const [leastSeconds, fadeSeconds] = [0.8, 0.2]
/** Labels choose their places at so many frames at most; those in between take the last one's. */
const mostPlaced = 240

/**
 * The labels of each frame. Where the camera stands still they are the whole picture's, each written from when the path comes to its
 * station on; where it turns they are placed for all frames at once. `asking` says what asks for a label in a frame.
 */
function* labelsOfFilm(
  settings: FilmSettings,
  steps: number,
  whole: () => AskingLabels,
  asking: (frame: number) => AskingLabels,
): Sliced<(frame: number) => readonly PlacedLabel[]> {
  const frames = frameCount(settings)
  const fade = Math.max(1, Math.round(fadeSeconds * settings.fps))
  if (settings.kind === 'layers') {
    const { requests, field } = whole()
    const labels = layoutLabels(requests, field)
    const from = comings(settings, steps)
    return (frame) =>
      labels.flatMap((label) => {
        const opacity = label.station === 0 ? 1 : Math.min(1, (frame - from[label.station]! + 1) / fade)
        return opacity > 0 ? [{ ...label, opacity }] : []
      })
  }
  const stride = Math.ceil(frames / mostPlaced)
  const plan = yield* filmLabels(Math.ceil(frames / stride), (index) => asking(index * stride), {
    least: Math.max(1, Math.round((leastSeconds * settings.fps) / stride)),
    fade: Math.max(1, Math.round(fade / stride)),
    cyclic: settings.kind === 'orbit',
  })
  return (frame) => placedLabels(plan[Math.floor(frame / stride)]!, asking(frame))
}

/** For each station the first frame that has come to it. */
function comings(settings: FilmSettings, steps: number): number[] {
  const first = Array.from({ length: steps + 1 }, () => frameCount(settings) - 1)
  for (let frame = frameCount(settings) - 1; frame >= 0; frame--) {
    const reach = momentOf(settings, frame, steps).reach ?? steps
    for (let station = 0; station <= reach; station++) first[station] = frame
  }
  return first
}
