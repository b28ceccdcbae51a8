import { type KeyboardEvent, useCallback, useMemo, useRef, useState } from 'react'
import { type Attention, headOf, type LayerPatterns } from '../../../shared/attention'
import { headLabel, placeLabel } from '../../../shared/attention-places'
import { headColours } from '../../../shared/figures/head-colours'
import { fixed } from '../../../shared/figures/numbers'
import { textWidth } from '../../../shared/figures/text-width'
import { figureColours, fontFamily } from '../../../shared/figures/theme'
import { type Head, isOfChosen, type PatternsByLayer } from '../../../shared/shown-pattern'
import {
  passes,
  toggleTogether,
  useAttentionChoices,
  useChosenHead,
  usePlaces,
  useTogether,
} from '../../state/attention'
import { useTheme } from '../../state/preferences'
import { selectHead } from '../../state/select-head'
import { useWidth } from '../../ui/use-width'
import { HeadReading } from './head-reading'
import { layoutHeads, type PlacedHead, textHeight } from './heads-layout'
import { measureNames, measureText } from './measure-names'
import { paletteOf, thumbnail } from './thumbnail'
import { type Point, type Sight, ViewportCanvas } from './viewport-canvas'

/** How much of a head is seen that the filter passes over. */
const dimmed = 0.25

/** Every head of the model as a small picture of its pattern; tells which layers are in sight, so that only they are read. */
export function HeadsOverview({
  attention,
  patterns,
  onLayers,
}: {
  attention: Attention
  patterns: PatternsByLayer | null
  onLayers: (layers: readonly number[]) => void
}) {
  const theme = useTheme()
  const chosen = useChosenHead()
  const order = useAttentionChoices((choices) => choices.order)
  const filter = useAttentionChoices((choices) => choices.filter)
  const together = useTogether()
  const [pointed, setPointed] = useState<Head | null>(null)
  const frame = useRef<HTMLDivElement>(null)
  const room = useWidth(frame)
  const places = usePlaces()
  const labels = useMemo(() => places.map(placeLabel), [places])
  const labelWidth = Math.max(30, ...labels.map((label) => Math.ceil(textWidth(label, 11, 600)) + 9))
  const layout = useMemo(
    () => layoutHeads(attention, order, filter, room, labelWidth),
    [attention, order, filter, room, labelWidth],
  )
  const { items, side, columns, pitch } = layout
  const palette = useMemo(() => paletteOf(theme), [theme])
  const pictures = useMemo(() => new Map<string, HTMLCanvasElement>(), [patterns, palette, side])
  const headsColours = useMemo(() => headColours(theme, together.length), [theme, together.length])
  const place = items.findIndex(({ layer, head }) => layer === chosen.layer && head === chosen.head)

  const inSight = useCallback(
    ({ top, height }: Sight) => items.filter(({ y }) => y + side + textHeight >= top && y <= top + height),
    [items, side],
  )
  const tellLayers = useCallback(
    (sight: Sight) => {
      if (sight.height > 0) onLayers([...new Set(inSight(sight).map(({ layer }) => layer))].sort((a, b) => a - b))
    },
    [inSight, onLayers],
  )

  const draw = useCallback(
    (context: CanvasRenderingContext2D, sight: Sight) => {
      const colours = figureColours[theme]
      const ratio = window.devicePixelRatio
      context.clearRect(0, 0, sight.width, sight.height)
      context.translate(-sight.left, -sight.top)
      context.font = `500 11px ${fontFamily}`
      context.imageSmoothingEnabled = false
      // Two figures need 16 pixels.
      const numberEach = Math.ceil(16 / pitch)
      for (const item of inSight(sight)) {
        const { layer, head, x, y } = item
        context.globalAlpha = passes(filter, attention.measures[layer]![head]!) ? 1 : dimmed
        const isChosen = layer === chosen.layer && head === chosen.head
        const layerPatterns = patterns?.get(layer)
        if (layerPatterns) {
          const key = `${layer}.${head}`
          const picture =
            pictures.get(key) ??
            pictureOf(layerPatterns, headOf(layerPatterns, layerPatterns.weights, head), side, ratio, palette)
          pictures.set(key, picture)
          context.drawImage(picture, x, y, side, side)
        }
        const among = together.findIndex((other) => other.layer === layer && other.head === head)
        context.globalAlpha = 1
        if (among >= 0) markTogether(context, { x, y, side }, headsColours?.[among] ?? colours.accent, colours.paper)
        context.strokeStyle = isChosen ? colours.accent : colours.line
        context.lineWidth = isChosen ? 2 : 1
        const out = isChosen ? 1 : 0.5
        context.strokeRect(x - out, y - out, side + 2 * out, side + 2 * out)
        context.fillStyle = isChosen ? colours.accent : colours.ink2
        if (order === 'layer') {
          context.textAlign = 'right'
          context.textBaseline = 'middle'
          if (head === 0) context.fillText(labels[layer]!, x - 7, y + side / 2)
          context.textAlign = 'center'
          if (layer === 0 && head % numberEach === 0) context.fillText(`${head}`, x + side / 2, y - 8)
        } else {
          context.textAlign = 'left'
          context.textBaseline = 'top'
          context.fillText(headLabel(places, { layer, head }), x, y + side + 4)
          context.fillStyle = colours.ink
          const value = attention.measures[layer]![head]![order]
          context.fillText(value === null ? '\u2013' : fixed(value, 2), x, y + side + 17)
        }
      }
    },
    [
      theme,
      patterns,
      pictures,
      palette,
      side,
      chosen.layer,
      chosen.head,
      order,
      attention,
      inSight,
      filter,
      together,
      headsColours,
      pitch,
      places,
      labels,
    ],
  )

  const headAt = ({ x, y }: Point, { left, top }: Sight): PlacedHead | undefined =>
    items.find((item) => {
      const across = x + left - item.x
      const down = y + top - item.y
      return (
        across >= -2 && down >= -2 && across < side + 2 && down < side + (order === 'layer' ? 2 : 2 * textHeight - 2)
      )
    })
  const press = (event: KeyboardEvent) => {
    if (event.key === ' ') {
      event.preventDefault()
      toggleTogether({ layer: chosen.layer, head: chosen.head })
      return
    }
    const by = { ArrowLeft: -1, ArrowRight: 1, ArrowUp: -columns, ArrowDown: columns }[event.key]
    // A head that the filter leaves out has no place to go on from: the first that is left takes over.
    const next = by === undefined ? undefined : items[place < 0 ? 0 : place + by]
    if (by === undefined) return
    event.preventDefault()
    if (next) selectHead(next.layer, next.head)
  }
  const told = attention.measures[chosen.layer]?.[chosen.head]
  const current = items[place]
  const isTogether = together.some((other) => other.layer === chosen.layer && other.head === chosen.head)
  return (
    <div className="heads">
      <div className="heads-frame" ref={frame}>
        {room > 0 && (
          <ViewportCanvas
            label="Heads"
            severalChosen
            chosen={`Head ${headLabel(places, chosen)}${isTogether ? ', among the chosen heads' : ''}. ${measureNames
              .map(({ key, name }) => `${name}: ${measureText(key, told?.[key] ?? null)}`)
              .join('. ')}`}
            width={layout.width}
            height={layout.height}
            draw={draw}
            {...(current && { keepInSight: { x: current.x, y: current.y, width: side, height: layout.pitch } })}
            pinned={{ left: labelWidth, top: textHeight }}
            onSight={tellLayers}
            onPoint={(point, sight) => setPointed((point && headAt(point, sight)) ?? null)}
            onPick={(point, sight, isMore) => {
              const head = headAt(point, sight)
              if (!head) return
              if (isMore) return toggleTogether({ layer: head.layer, head: head.head }, chosen)
              if (isOfChosen(useAttentionChoices.getState().shown)) useAttentionChoices.setState({ shown: 'head' })
              selectHead(head.layer, head.head)
            }}
            onKey={press}
          />
        )}
      </div>
      <HeadReading attention={attention} head={pointed ?? chosen} />
    </div>
  )
}

function pictureOf(
  shape: Pick<LayerPatterns, 'queries' | 'keys'>,
  weights: Float32Array,
  side: number,
  ratio: number,
  palette: Uint8Array,
): HTMLCanvasElement {
  const size = Math.round(side * ratio)
  const picture = document.createElement('canvas')
  picture.width = size
  picture.height = size
  picture.getContext('2d')!.putImageData(new ImageData(thumbnail(weights, shape, size, palette), size, size), 0, 0)
  return picture
}

/** A ring inside the picture's edge, set off by the paper's colour so that it is seen on dark cells too. */
function markTogether(
  context: CanvasRenderingContext2D,
  { x, y, side }: { x: number; y: number; side: number },
  colour: string,
  paper: string,
) {
  for (const [stroke, width] of [
    [paper, 4],
    [colour, 2.5],
  ] as const) {
    context.strokeStyle = stroke
    context.lineWidth = width
    context.strokeRect(x + 1.5, y + 1.5, side - 3, side - 3)
  }
}
