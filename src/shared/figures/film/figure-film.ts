import type { Sliced } from '../../slices'
import type { Viewport } from '../camera'
import type { PlacedLabel } from '../label-layout'
import type { Camera, Moment } from '../trajectory-spec'
import { type FilmSettings, frameCount, momentOf } from './film'
import { type AskingLabels, filmLabels, placedLabels } from './film-labels'
import { turned } from './turntable'

/** What every figure in 3D has of its spec. */
export interface FilmedSpec extends Viewport {
  readonly camera: Camera
  readonly moment?: Moment | undefined
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
export function filmedSheet<S extends FilmedSpec>(spec: S, { width, height }: Viewport): S {
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
export function* labelsOfFilm(
  settings: FilmSettings,
  steps: number,
  whole: () => readonly PlacedLabel[],
  asking: (frame: number) => AskingLabels,
): Sliced<(frame: number) => readonly PlacedLabel[]> {
  const frames = frameCount(settings)
  const fade = Math.max(1, Math.round(fadeSeconds * settings.fps))
  if (settings.kind === 'layers') {
    const labels = whole()
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
