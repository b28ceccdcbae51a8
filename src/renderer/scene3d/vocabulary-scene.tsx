import { type JSX, useCallback, useEffect, useLayoutEffect, useMemo, useRef, useState } from 'react'
import type { Viewport } from '../../shared/figures/camera'
import { type Box, within } from '../../shared/figures/label-layout'
import { coordinate } from '../../shared/figures/numbers'
import { figureColours } from '../../shared/figures/theme'
import { AxisTips } from '../../shared/figures/trajectory/axes-layer'
import { CaptionLayer } from '../../shared/figures/trajectory/caption-layer'
import { LabelsLayer } from '../../shared/figures/trajectory/labels-layer'
import type { Camera, FigureTheme } from '../../shared/figures/trajectory-spec'
import { seenPoint } from '../../shared/figures/vocabulary/asking-words'
import { KeyLayer } from '../../shared/figures/vocabulary/key-layer'
import { pointsWithin } from '../../shared/figures/vocabulary/lasso'
import type { MapColours } from '../../shared/figures/vocabulary/map-colours'
import { layoutMap, type MapLayout, namedRadius } from '../../shared/figures/vocabulary/map-layout'
import { type Eye, eyeOf, pickPoint } from '../../shared/figures/vocabulary/point-grid'
import { framedStations, type ShownMap } from '../../shared/figures/vocabulary/shown-map'
import type { Point3 } from '../../shared/trajectory'
import type { VocabularyPath } from '../../shared/vocabulary-map'
import { useCameraFlight } from './camera-flight'
import type { Pixels } from './camera-moves'
import { FlatView } from './flat-view'
import type { MapFrame, MapScenery } from './map-frame'
import { mapPasses } from './passes/map-passes'
import { SceneFrame } from './scene-frame'
import { SceneSheet } from './scene-sheet'
import { TooltipCard, type TooltipContent } from './tooltip'
import { useLasso } from './use-lasso'
import { useMeasured } from './use-measured'
import { useSceneControls } from './use-scene-controls'
import { useStage } from './use-stage'

export interface VocabularySceneProps {
  readonly shown: ShownMap
  readonly colours: MapColours
  readonly theme: FigureTheme
  readonly camera: Camera
  onCamera(camera: Camera): void
  /** How each word stands out (`pointState`); null where none does. */
  readonly states: Uint8Array | null
  /** Words that are labelled first, the most important first. */
  readonly marked: readonly number[]
  /** The chosen word, from which lines lead to each of the marked; null for no lines. */
  readonly word: number | null
  readonly path: VocabularyPath | null
  readonly station: number | null
  /** The word that the pointer is on, or that is pointed at in a list. */
  readonly hovered: number | null
  onHover(word: number | null): void
  onSelect(word: number): void
  onSelectStation(station: number): void
  /** What is said of a word under the pointer. */
  describe(word: number): TooltipContent
  /** Whether a drag draws a shape, in place of turning. */
  readonly lasso: boolean
  onLasso(words: Uint32Array): void
  readonly maxLabels: number
  readonly reducedMotion: boolean
  onViewport(viewport: Viewport): void
  readonly reserved: readonly Box[]
  /** What the picture shows, for those who cannot see it. */
  readonly description: string
  /** The same as a drawing, where the GPU cannot draw it. */
  drawing(): JSX.Element | null
}

/** In pixels: how near the pointer must come. */
const reach = { station: 10, word: 9 }

/** All words of a model as points: they can be turned, zoomed, hovered, clicked and encircled. */
export function VocabularyScene(props: VocabularySceneProps): JSX.Element {
  const { shown, theme, camera, states, marked, word, path, station, hovered, maxLabels, reserved, onViewport } = props
  const root = useRef<HTMLDivElement>(null)
  const { stage, trouble } = useStage<MapScenery, MapFrame>(root, mapPasses)
  const viewport = useMeasured(root)
  const flight = useCameraFlight(props)
  const colours = figureColours[theme]
  const { cloud, flat } = shown
  const hasAxes = shown.map.basis !== null
  const stations = useMemo(() => (path ? framedStations({ cloud, flat }, path) : []), [cloud, flat, path])
  const framed = useMemo(() => ({ frame: cloud.frame, box: cloud.box, path: stations }), [cloud, stations])
  const isMeasured = viewport.width >= 1 && viewport.height >= 1
  const layout = useMemo(
    () =>
      isMeasured
        ? layoutMap(shown, {
            ...{ camera, width: viewport.width, height: viewport.height, labels: maxLabels },
            ...{ marked, word, station, path, colours: props.colours.key, reserved },
          })
        : null,
    [shown, camera, isMeasured, viewport, maxLabels, marked, word, station, path, props.colours.key, reserved],
  )
  const links = useMemo(() => linksOf(shown, word, marked), [shown, word, marked])
  /** The listeners of the canvas outlive a render; they read what is current from here. */
  const latest = useRef({ props, layout, framed, viewport, flight })
  latest.current = { props, layout, framed, viewport, flight }

  useEffect(() => {
    if (isMeasured) onViewport({ width: viewport.width, height: viewport.height })
  }, [isMeasured, viewport.width, viewport.height, onViewport])

  /** A shape that was drawn, until it is known what lies in it: the words of a large vocabulary may not be sorted yet. */
  const [drawn, setDrawn] = useState<{ readonly shape: readonly Pixels[]; readonly eye: Eye } | null>(null)
  const drag = useLasso(
    props.lasso,
    useCallback((shape: readonly Pixels[]) => {
      const { props, viewport } = latest.current
      setDrawn({ shape, eye: eyeOf(props.camera, viewport) })
    }, []),
  )
  useEffect(() => {
    if (drawn === null || shown.sorted === null) return
    latest.current.props.onLasso(pointsWithin(shown.sorted.grid, drawn.eye, drawn.shape))
    setDrawn(null)
  }, [drawn, shown.sorted])
  const outline = drawn?.shape ?? drag.shape
  const [overStation, setOverStation] = useState(false)
  useSceneControls(root, latest, {
    hover(at) {
      const { props, layout, viewport } = latest.current
      const hit = at && layout ? pick(at, props, layout, viewport) : null
      setOverStation(hit !== null && 'station' in hit)
      props.onHover(hit && 'word' in hit ? hit.word : null)
    },
    click(at) {
      const { props, layout, viewport } = latest.current
      const hit = layout ? pick(at, props, layout, viewport) : null
      if (hit && 'station' in hit) props.onSelectStation(hit.station)
      else if (hit) props.onSelect(hit.word)
    },
    drag,
    turns: () => !latest.current.props.shown.flat,
  })

  useLayoutEffect(() => {
    stage.current?.setScenery({
      ...{ cloud, colours, path: stations, kinds: path?.stations ?? [] },
      hasAxes,
    })
  }, [stage, cloud, colours, stations, path, hasAxes])

  const { tints } = props.colours
  useLayoutEffect(() => {
    if (!layout) return
    const { width, height, pixelRatio } = viewport
    stage.current?.show({ camera, viewport: { width, height }, pixelRatio, layout, tints, states, links, station })
  }, [stage, colours, layout, camera, viewport, tints, states, links, station])

  const caption = layout?.caption.lines.map(({ text }) => text).join(' ') ?? ''
  const description = `${props.description} ${caption}`
  useLayoutEffect(() => {
    stage.current?.canvas.setAttribute('aria-label', description)
  }, [stage, description])

  const ring = hovered !== null && isMeasured ? seenPoint(cloud.at, hovered, eyeOf(camera, viewport)) : null
  return (
    <SceneFrame
      root={root}
      testId="vocabulary-scene"
      background={colours.canvas}
      isPointed={hovered !== null || overStation}
    >
      {layout && trouble === null && (
        <SceneSheet layout={layout}>
          <AxisTips layout={layout} colours={colours} />
          {layout.named.map(({ point, x, y, marked }) => (
            <circle
              key={point}
              cx={coordinate(x)}
              cy={coordinate(y)}
              r={namedRadius}
              fill={marked ? colours.accent : colours.ink2}
            />
          ))}
          <LabelsLayer labels={layout.labels} colours={colours} background={colours.canvas} />
          {ring && (
            <circle
              cx={coordinate(ring.x)}
              cy={coordinate(ring.y)}
              r={5.5}
              fill="none"
              stroke={colours.accent}
              strokeWidth={1.6}
            />
          )}
          <KeyLayer layout={layout.key} colours={colours} background={colours.canvas} />
          <CaptionLayer caption={layout.caption} colours={colours} background={colours.canvas} />
          {outline.length > 1 && (
            <path
              d={`M${outline.map(({ x, y }) => `${coordinate(x)},${coordinate(y)}`).join('L')}Z`}
              fill={colours.accent}
              fillOpacity={0.1}
              stroke={colours.accent}
              strokeWidth={1.4}
            />
          )}
        </SceneSheet>
      )}
      {layout && trouble !== null && (
        <FlatView colours={colours} reason={trouble}>
          {props.drawing()}
        </FlatView>
      )}
      {ring && hovered !== null && outline.length === 0 && (
        <TooltipCard content={props.describe(hovered)} at={ring} viewport={viewport} colours={colours} theme={theme} />
      )}
    </SceneFrame>
  )
}

function linksOf({ cloud }: ShownMap, word: number | null, marked: readonly number[]): [Point3, Point3][] {
  if (word === null) return []
  const pointOf = (id: number): Point3 => [cloud.at[id * 3]!, cloud.at[id * 3 + 1]!, cloud.at[id * 3 + 2]!]
  const from = pointOf(word)
  return marked.filter((id) => id !== word).map((id): [Point3, Point3] => [from, pointOf(id)])
}

type Hit = { readonly station: number } | { readonly word: number }

/** A station of the path before a word; a word by its label, too. */
function pick(
  pointer: Pixels,
  { shown, camera }: VocabularySceneProps,
  layout: MapLayout,
  viewport: Viewport,
): Hit | null {
  let best: Hit | null = null
  let least: number = reach.station
  for (const { index, x, y } of layout.stations) {
    const away = Math.hypot(x - pointer.x, y - pointer.y)
    if (away > least) continue
    least = away
    best = { station: index }
  }
  if (best) return best
  const label = layout.labels.find(({ key, box }) => key.startsWith('word:') && within(pointer, box))
  if (label) return { word: Number(label.key.slice('word:'.length)) }
  const named = layout.named.find(({ x, y }) => Math.hypot(x - pointer.x, y - pointer.y) <= namedRadius + 2)
  if (named) return { word: named.point }
  if (!shown.sorted) return null
  const word = pickPoint(shown.sorted.grid, eyeOf(camera, viewport), pointer, reach.word)
  return word === null ? null : { word }
}
