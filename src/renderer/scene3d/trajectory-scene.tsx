import { type JSX, useEffect, useLayoutEffect, useMemo, useRef } from 'react'
import { projector, type Viewport } from '../../shared/figures/camera'
import { frameTrajectory, framed as inFrame } from '../../shared/figures/frame'
import type { Box } from '../../shared/figures/label-layout'
import { figureColours } from '../../shared/figures/theme'
import { figureTitle, TrajectoryFigure } from '../../shared/figures/trajectory-figure'
import { type LayoutArrow, layoutTrajectory } from '../../shared/figures/trajectory-layout'
import type { Camera, FigureTheme, TrajectorySpec } from '../../shared/figures/trajectory-spec'
import type { Trajectory } from '../../shared/trajectory'
import { useCameraFlight } from './camera-flight'
import type { Pixels } from './camera-moves'
import { FlatView } from './flat-view'
import { type Hovered, sameHovered } from './hovered'
import { Overlay } from './overlay'
import { arrowsPass } from './passes/arrows-pass'
import { axesPass } from './passes/axes-pass'
import { othersPass } from './passes/others-pass'
import type { FrameState, Pass, Scenery } from './passes/pass'
import { pathPass } from './passes/path-pass'
import { stationsPass } from './passes/stations-pass'
import { wordsPass } from './passes/words-pass'
import { pick } from './picking'
import { SceneFrame } from './scene-frame'
import { Tooltip } from './tooltip'
import { useMeasured } from './use-measured'
import { useSceneControls } from './use-scene-controls'
import { useStage } from './use-stage'

export interface SceneProps {
  readonly trajectory: Trajectory
  readonly theme: FigureTheme
  readonly camera: Camera
  onCamera(camera: Camera): void
  /** The selected station; a fraction stands between two. */
  readonly station: number | null
  readonly hovered: Hovered | null
  onHover(hovered: Hovered | null): void
  onSelectStation(index: number): void
  onTogglePin(wordId: number): void
  readonly pinned: ReadonlySet<number>
  readonly showOthers: boolean
  readonly maxLabels: number
  readonly reducedMotion: boolean
  /** The size of the view in CSS pixels, at first and whenever it changes: what a camera is fitted to. */
  onViewport?(viewport: Viewport): void
  /** Parts of the view that something else stands on; no label is put there. */
  readonly reserved?: readonly Box[]
  /** Parts of the marked step, in the path's units. */
  readonly arrows?: readonly LayoutArrow[]
}

/** From the back to the front. */
const passes: readonly ((scenery: Scenery) => Pass)[] = [
  axesPass,
  wordsPass,
  othersPass,
  pathPass,
  stationsPass,
  arrowsPass,
]

const noArrows: readonly LayoutArrow[] = []

/** One token's path through the layers in 3D: it can be turned, zoomed, hovered and clicked. */
export function TrajectoryScene(props: SceneProps): JSX.Element {
  const { trajectory, theme, camera, station, hovered, pinned, showOthers, maxLabels, reserved } = props
  const { arrows: given = noArrows } = props
  const root = useRef<HTMLDivElement>(null)
  const { stage, trouble } = useStage<Scenery, FrameState>(root, passes)
  const viewport = useMeasured(root)
  const flight = useCameraFlight(props)

  const colours = figureColours[theme]
  const framed = useMemo(() => frameTrajectory(trajectory), [trajectory])
  const arrows = useMemo(
    () =>
      given.map((arrow) => ({
        ...arrow,
        from: inFrame(framed.frame, arrow.from),
        to: inFrame(framed.frame, arrow.to),
      })),
    [given, framed],
  )
  const marked = station === null ? null : Math.round(station)
  const isMeasured = viewport.width >= 1 && viewport.height >= 1
  const layout = useMemo(
    () =>
      isMeasured
        ? layoutTrajectory(trajectory, framed, {
            camera,
            width: viewport.width,
            height: viewport.height,
            show: { words: maxLabels, otherTokens: showOthers },
            station: marked,
            pinned,
            ...(reserved ? { reserved } : {}),
            arrows,
          })
        : null,
    [trajectory, framed, camera, isMeasured, viewport, maxLabels, showOthers, marked, pinned, reserved, arrows],
  )

  /** The listeners of the canvas outlive a render; they read what is current from here. */
  const latest = useRef({ props, layout, framed, viewport, flight })
  latest.current = { props, layout, framed, viewport, flight }
  const { onViewport } = props

  useEffect(() => {
    if (isMeasured) onViewport?.({ width: viewport.width, height: viewport.height })
  }, [isMeasured, viewport.width, viewport.height, onViewport])

  const underPointer = (at: Pixels): Hovered | null => {
    const { props, layout, framed, viewport } = latest.current
    return layout ? pick(at, { ...props, framed, layout, viewport }) : null
  }
  useSceneControls(root, latest, {
    hover(at) {
      const next = at && underPointer(at)
      if (!sameHovered(next, latest.current.props.hovered)) latest.current.props.onHover(next)
    },
    click(at) {
      const { props } = latest.current
      const hit = underPointer(at)
      if (hit?.kind === 'station') props.onSelectStation(hit.index)
      if (hit?.kind === 'word') props.onTogglePin(props.trajectory.words[hit.index]!.id)
    },
  })

  useLayoutEffect(() => {
    stage.current?.setScenery({ trajectory, framed, colours })
  }, [trajectory, framed, colours])

  useLayoutEffect(() => {
    if (!layout) return
    const { width, height, pixelRatio } = viewport
    stage.current?.show({
      camera,
      viewport: { width, height },
      pixelRatio,
      layout,
      pinned,
      station,
      hovered,
      showOthers,
      arrows,
    })
  }, [colours, layout, camera, viewport, pinned, station, hovered, showOthers, arrows])

  const caption = layout?.caption.lines.map(({ text }) => text).join(' ') ?? ''
  const partly = arrows.length === 0 ? '' : ` The chosen step as ${arrows.length} arrows, one a part.`
  const description = `${figureTitle(trajectory)}. ${caption}${partly}`
  useLayoutEffect(() => {
    stage.current?.canvas.setAttribute('aria-label', description)
  }, [description])

  const at = layout && hovered ? placeOf(hovered, props, framed, layout) : null
  return (
    <SceneFrame
      root={root}
      testId="trajectory-scene"
      background={colours.canvas}
      isPointed={hovered !== null && hovered.kind !== 'other'}
    >
      {layout && trouble === null && <Overlay layout={layout} colours={colours} ring={at} />}
      {layout && trouble !== null && (
        <FlatView colours={colours} reason={trouble}>
          <TrajectoryFigure trajectory={trajectory} spec={specOf(props, layout, marked)} arrows={given} />
        </FlatView>
      )}
      {at && hovered && (
        <Tooltip
          trajectory={trajectory}
          hovered={hovered}
          at={at}
          viewport={viewport}
          colours={colours}
          theme={theme}
          isPinned={hovered.kind === 'word' && pinned.has(trajectory.words[hovered.index]?.id ?? -1)}
        />
      )}
    </SceneFrame>
  )
}

/** Where a hovered thing is seen, and how large its ring is; null for what is out of sight. */
function placeOf(
  hovered: Hovered,
  { trajectory, camera }: SceneProps,
  framed: ReturnType<typeof frameTrajectory>,
  size: Viewport,
): (Pixels & { r: number }) | null {
  const id = hovered.kind === 'word' ? trajectory.words[hovered.index]?.id : undefined
  const point =
    hovered.kind === 'station'
      ? framed.path[hovered.index]
      : hovered.kind === 'other'
        ? framed.others[hovered.index]?.path.at(-1)
        : [...framed.words, ...framed.farWords].find(({ word }) => word.id === id)?.at
  const seen = point && projector(camera, size).point(point)
  if (!seen || seen.x < 0 || seen.y < 0 || seen.x > size.width || seen.y > size.height) return null
  return { x: seen.x, y: seen.y, r: hovered.kind === 'station' ? 7.5 : 5 }
}

function specOf(
  { trajectory, theme, camera, pinned, showOthers, maxLabels }: SceneProps,
  { width, height }: Viewport,
  station: number | null,
): TrajectorySpec {
  return {
    kind: 'trajectory',
    version: 1,
    model: { name: trajectory.model.name, fingerprint: trajectory.model.fingerprint },
    prompt: { ids: trajectory.tokens.map(({ id }) => id) },
    position: trajectory.position,
    view: trajectory.view,
    camera,
    theme,
    width,
    height,
    show: { words: maxLabels, otherTokens: showOthers },
    pinned: [...pinned],
    station,
    parts: null,
  }
}
