import { type JSX, useEffect, useLayoutEffect, useMemo, useRef, useState } from 'react'
import { projector, type Viewport } from '../../shared/figures/camera'
import { ContextPathsLayer, EndBadges } from '../../shared/figures/contexts/paths-layer'
import { contextsTitle } from '../../shared/figures/contexts-figure'
import {
  type ContextsLayout,
  type FramedContexts,
  frameContexts,
  layoutContexts,
} from '../../shared/figures/contexts-layout'
import {
  letterName,
  measured,
  pairsWithActive,
  type ShownContexts,
  snippetOf,
} from '../../shared/figures/contexts-shown'
import { type Box, within } from '../../shared/figures/label-layout'
import { fixed } from '../../shared/figures/numbers'
import { type FigureColours, figureColours } from '../../shared/figures/theme'
import { AxesLayer, AxisTips, FloorLayer } from '../../shared/figures/trajectory/axes-layer'
import { CaptionLayer } from '../../shared/figures/trajectory/caption-layer'
import { LabelsLayer } from '../../shared/figures/trajectory/labels-layer'
import { WordsLayer } from '../../shared/figures/trajectory/words-layer'
import { stationName } from '../../shared/figures/trajectory-layout'
import type { Camera, FigureTheme } from '../../shared/figures/trajectory-spec'
import { useCameraFlight } from './camera-flight'
import type { Pixels } from './camera-moves'
import { FlatView } from './flat-view'
import { axesPass } from './passes/axes-pass'
import { type ContextsFrame, type ContextsScenery, contextPathsPass } from './passes/contexts-pass'
import type { Pass } from './passes/pass'
import { wordsPass } from './passes/words-pass'
import { SceneFrame } from './scene-frame'
import { SceneSheet } from './scene-sheet'
import { TooltipCard, type TooltipContent, visibleWord } from './tooltip'
import { useMeasured } from './use-measured'
import { useSceneControls } from './use-scene-controls'
import { useStage } from './use-stage'

export interface ContextsSceneProps {
  readonly shown: ShownContexts
  readonly theme: FigureTheme
  readonly camera: Camera
  onCamera(camera: Camera): void
  readonly station: number | null
  /** The station that is pointed at, here or elsewhere. */
  readonly hoveredStation: number | null
  onHoverStation(station: number | null): void
  onSelectStation(station: number): void
  readonly maxLabels: number
  readonly reducedMotion: boolean
  onViewport(viewport: Viewport): void
  readonly reserved: readonly Box[]
}

type Hovered = { readonly context: number; readonly station: number } | { readonly word: number }

/** From the back to the front. */
const passes: readonly ((scenery: ContextsScenery) => Pass<ContextsFrame>)[] = [axesPass, wordsPass, contextPathsPass]
const noPins: ReadonlySet<number> = new Set()
const reach = { station: 10, word: 7 }

/** Paths of one token in several sentences: they can be turned, zoomed, hovered and clicked as a path alone can. */
export function ContextsScene(props: ContextsSceneProps): JSX.Element {
  const { shown, theme, camera, station, hoveredStation, maxLabels, reserved, onViewport } = props
  const root = useRef<HTMLDivElement>(null)
  const { stage, trouble } = useStage<ContextsScenery, ContextsFrame>(root, passes)
  const viewport = useMeasured(root)
  const [hovered, setHovered] = useState<Hovered | null>(null)
  const flight = useCameraFlight(props)
  const colours = figureColours[theme]
  const framed = useMemo(() => frameContexts(shown), [shown])
  const isMeasured = viewport.width >= 1 && viewport.height >= 1
  const layout = useMemo(
    () =>
      isMeasured
        ? layoutContexts(shown, framed, {
            camera,
            width: viewport.width,
            height: viewport.height,
            words: maxLabels,
            station,
            reserved,
          })
        : null,
    [shown, framed, camera, isMeasured, viewport, maxLabels, station, reserved],
  )
  /** The listeners of the canvas outlive a render; they read what is current from here. */
  const latest = useRef({ props, layout, framed, viewport, flight, hovered })
  latest.current = { props, layout, framed, viewport, flight, hovered }

  useEffect(() => {
    if (isMeasured) onViewport({ width: viewport.width, height: viewport.height })
  }, [isMeasured, viewport.width, viewport.height, onViewport])

  useEffect(() => setHovered(null), [shown])

  const underPointer = (at: Pixels): Hovered | null => {
    const { props, layout, framed, viewport } = latest.current
    return layout ? pick(at, props, framed, layout, viewport) : null
  }
  useSceneControls(root, latest, {
    hover(at) {
      const next = at && underPointer(at)
      if (JSON.stringify(next) === JSON.stringify(latest.current.hovered)) return
      setHovered(next)
      latest.current.props.onHoverStation(next && 'station' in next ? next.station : null)
    },
    click(at) {
      const hit = underPointer(at)
      if (hit && 'station' in hit) latest.current.props.onSelectStation(hit.station)
    },
  })

  useLayoutEffect(() => {
    stage.current?.setScenery({ shown, framed, colours })
  }, [stage, shown, framed, colours])

  useLayoutEffect(() => {
    if (!layout) return
    const { width, height, pixelRatio } = viewport
    stage.current?.show({
      camera,
      viewport: { width, height },
      pixelRatio,
      layout,
      pinned: noPins,
      station,
      hoveredStation,
    })
  }, [stage, colours, layout, camera, viewport, station, hoveredStation])

  const caption = layout?.caption.lines.map(({ text }) => text).join(' ') ?? ''
  const description = `${contextsTitle(shown)}. ${caption}`
  useLayoutEffect(() => {
    stage.current?.canvas.setAttribute('aria-label', description)
  }, [stage, description])

  const at = layout && hovered ? placeOf(hovered, shown, framed, camera, viewport) : null
  return (
    <SceneFrame
      root={root}
      testId="contexts-scene"
      background={colours.canvas}
      isPointed={hovered !== null && 'station' in hovered}
    >
      {layout && trouble === null && (
        <SceneSheet layout={layout}>
          <AxisTips layout={layout} colours={colours} />
          <Written layout={layout} colours={colours} background={colours.canvas} />
        </SceneSheet>
      )}
      {layout && trouble !== null && (
        <FlatView colours={colours} reason={trouble}>
          <span className="visually-hidden">{description}</span>
          <SceneSheet layout={layout}>
            <FloorLayer layout={layout} colours={colours} />
            <AxesLayer layout={layout} colours={colours} />
            <WordsLayer layout={layout} colours={colours} />
            <ContextPathsLayer layout={layout} colours={colours} background={colours.paper} />
            <Written layout={layout} colours={colours} background={colours.paper} />
          </SceneSheet>
        </FlatView>
      )}
      {at && hovered && (
        <TooltipCard content={contentOf(shown, hovered)} at={at} viewport={viewport} colours={colours} theme={theme} />
      )}
    </SceneFrame>
  )
}

function Written(of: { layout: ContextsLayout; colours: FigureColours; background: string }): JSX.Element {
  return (
    <>
      <LabelsLayer {...of} labels={of.layout.labels} />
      <EndBadges layout={of.layout} colours={of.colours} />
      <CaptionLayer {...of} caption={of.layout.caption} />
    </>
  )
}

/** A station before a word; of stations that lie together, the active context's. */
function pick(
  pointer: Pixels,
  { shown, camera }: ContextsSceneProps,
  framed: FramedContexts,
  layout: ContextsLayout,
  viewport: Viewport,
): Hovered | null {
  let best: Hovered | null = null
  let least = reach.station
  for (const { context, stations } of layout.paths) {
    for (const { index: station, x, y } of stations) {
      const away = Math.hypot(x - pointer.x, y - pointer.y)
      if (away > least) continue
      least = away
      best = { context, station }
    }
  }
  if (best) return best
  const label = layout.labels.find(({ key, box }) => key.startsWith('word:') && within(pointer, box))
  const indexOf = (id: number) => shown.contexts.words.findIndex((word) => word.id === id)
  if (label) return { word: indexOf(Number(label.key.slice('word:'.length))) }
  const eye = projector(camera, viewport)
  least = reach.word
  for (const { word, at } of framed.words) {
    const seen = eye.point(at)
    const away = seen ? Math.hypot(seen.x - pointer.x, seen.y - pointer.y) : Number.POSITIVE_INFINITY
    if (away > least) continue
    least = away
    best = { word: indexOf(word.id) }
  }
  return best
}

function placeOf(
  hovered: Hovered,
  { contexts }: ShownContexts,
  framed: FramedContexts,
  camera: Camera,
  viewport: Viewport,
): Pixels | null {
  const point =
    'station' in hovered
      ? framed.paths[hovered.context]?.[hovered.station]
      : framed.words.find(({ word }) => word.id === contexts.words[hovered.word]?.id)?.at
  return point ? projector(camera, viewport).point(point) : null
}

function contentOf(shown: ShownContexts, hovered: Hovered): TooltipContent {
  const { contexts, letters, active } = shown
  if ('word' in hovered) {
    const word = contexts.words[hovered.word]!
    const near = `${letterName(letters[word.context]!)}, ${stationName(contexts.stations[word.station]!)}`
    return {
      title: `“${visibleWord(word.text)}”`,
      value: `cos ${fixed(word.cosine, 2)}`,
      rows: [['nearest station', near]],
    }
  }
  const { context, station } = hovered
  const pair = pairsWithActive(shown).find((one) => one.context === context)?.pair
  const to = letterName(letters[active]!)
  return {
    title: `${letterName(letters[context]!)} · ${snippetOf(shown, context)}`,
    value: stationName(contexts.stations[station]!),
    rows: pair
      ? [
          [`distance to ${to}`, measured(pair.distances[station]!, 'distance')],
          [`cosine to ${to}`, measured(pair.cosines[station]!, 'cosine')],
        ]
      : [],
  }
}
