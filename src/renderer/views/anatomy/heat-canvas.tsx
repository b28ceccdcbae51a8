import { Maximize, ZoomIn, ZoomOut } from 'lucide-react'
import { type KeyboardEvent, type PointerEvent, useCallback, useEffect, useLayoutEffect, useRef, useState } from 'react'
import { shortNumber } from '../../../shared/figures/matrix-charts'
import { cellColour, deepest, measureNames, windowText } from '../../../shared/figures/matrix-figure'
import { count } from '../../../shared/figures/numbers'
import { diverging, inkOn, sequential } from '../../../shared/figures/scales'
import { figureColours, fontFamily } from '../../../shared/figures/theme'
import { cellsOf, type MatrixWindow, type WeightInfo } from '../../../shared/matrix'
import { keyOf, type ShownCells, useAnatomyChoices, useCells, wholeWindow } from '../../state/anatomy'
import { useTheme } from '../../state/preferences'
import { shareOf, stageText } from '../../state/stages'
import { Button } from '../../ui/button'
import { FaultCard } from '../../ui/fault-card'
import { IconButton } from '../../ui/icon-button'
import { ProgressBar } from '../../ui/progress-bar'
import { useSize } from '../../ui/use-size'
import { moved, zoomed } from './heat-window'

/** A cell of the picture is so many CSS pixels wide and high, or more. */
const cellSize = 3
/** So large are the cells of single values with their numbers. */
const readable = { width: 52, height: 20 }
const middle = { x: 0.5, y: 0.5 }

/** A matrix as a heat map at any zoom. What is in sight is read from the file, and nothing else. */
export function HeatCanvas({ weight }: { weight: WeightInfo }) {
  const box = useRef<HTMLDivElement>(null)
  const size = useSize(box)
  const most =
    size.width > 0 && size.height > 0
      ? {
          height: Math.max(1, Math.floor(size.height / cellSize)),
          width: Math.max(1, Math.floor(size.width / cellSize)),
        }
      : null
  const look = useCells(weight, most)
  const window = useAnatomyChoices((choices) => choices.window) ?? wholeWindow(weight)
  const cells = look.answer?.key === keyOf(weight) ? look.answer : null
  const [pointed, setPointed] = useState<string | null>(null)
  const least = {
    rows: Math.max(1, Math.floor(size.height / readable.height)),
    columns: Math.max(1, Math.floor(size.width / readable.width)),
  }
  const show = (next: MatrixWindow) => useAnatomyChoices.setState({ window: next })
  const zoom = (factor: number, around = middle) => show(zoomed(window, weight.shape, factor, around, least))
  const [tall, wide] = [window.rows[1] - window.rows[0], window.columns[1] - window.columns[0]]

  const press = (event: KeyboardEvent) => {
    const step = { ArrowLeft: [0, -1], ArrowRight: [0, 1], ArrowUp: [-1, 0], ArrowDown: [1, 0] }[event.key]
    if (step) show(moved(window, weight.shape, Math.ceil(tall / 5) * step[0]!, Math.ceil(wide / 5) * step[1]!))
    else if (event.key === '+' || event.key === '=') zoom(0.5)
    else if (event.key === '-') zoom(2)
    else if (event.key === '0' || event.key === 'Home') show(wholeWindow(weight))
    else return
    event.preventDefault()
  }

  const drag = useRef<{ x: number; y: number; window: MatrixWindow } | null>(null)
  const at = (event: { clientX: number; clientY: number }) => {
    const { left, top, width, height } = box.current!.getBoundingClientRect()
    return { x: (event.clientX - left) / width, y: (event.clientY - top) / height }
  }
  const move = (event: PointerEvent) => {
    const point = at(event)
    setPointed(cells && pointedAt(cells, window, point))
    if (!drag.current) return
    const { x, y, window: from } = drag.current
    const next = moved(from, weight.shape, (y - point.y) * tall, (x - point.x) * wide)
    if (next.rows[0] !== window.rows[0] || next.columns[0] !== window.columns[0]) show(next)
  }

  const wheel = useRef<(event: WheelEvent) => void>(() => {})
  wheel.current = (event) => {
    event.preventDefault()
    zoom(event.deltaY > 0 ? 1.25 : 0.8, at(event))
  }
  useEffect(() => {
    const element = box.current
    // React's own listener for wheels may not prevent the scrolling.
    const listen = (event: WheelEvent) => wheel.current(event)
    element?.addEventListener('wheel', listen, { passive: false })
    return () => element?.removeEventListener('wheel', listen)
  }, [])

  const shape = cellsOf(window, most ?? { height: 1, width: 1 })
  const each =
    shape.tall * shape.wide === 1
      ? 'each cell is one value'
      : `each cell ${count(shape.tall)} × ${count(shape.wide)} values`
  return (
    <div className="anatomy-heat">
      {/* biome-ignore lint/a11y/useSemanticElements: a picture that is moved by keys is no fieldset */}
      <div
        ref={box}
        className="anatomy-heat-box"
        role="group"
        aria-label="Heat map. Plus and minus zoom, arrow keys move, 0 shows all"
        // biome-ignore lint/a11y/noNoninteractiveTabindex: its keys zoom and move
        tabIndex={0}
        onKeyDown={press}
        onPointerDown={(event) => {
          event.currentTarget.setPointerCapture(event.pointerId)
          drag.current = { ...at(event), window }
        }}
        onPointerMove={move}
        onPointerUp={() => {
          drag.current = null
        }}
        onPointerLeave={() => setPointed(null)}
      >
        {cells && <Cells cells={cells} window={window} size={size} />}
        {look.fault && look.fault.kind !== 'cancelled' && (
          <FaultCard fault={look.fault} title="The matrix cannot be read" />
        )}
        {!cells && !look.fault && look.progress && (
          <div className="empty" role="status">
            <ProgressBar label={stageText(look.progress)} share={shareOf(look.progress)} />
            <Button onClick={look.stop}>Stop</Button>
          </div>
        )}
        {!cells && look.fault?.kind === 'cancelled' && <Button onClick={look.retry}>Read it again</Button>}
      </div>
      <footer className="anatomy-heat-foot">
        <IconButton label="Zoom in" onClick={() => zoom(0.5)}>
          <ZoomIn size={14} />
        </IconButton>
        <IconButton label="Zoom out" onClick={() => zoom(2)}>
          <ZoomOut size={14} />
        </IconButton>
        <IconButton label="Show all of it" onClick={() => show(wholeWindow(weight))}>
          <Maximize size={14} />
        </IconButton>
        <span className="anatomy-heat-where" aria-live="polite">
          {pointed ?? `${windowText(window, weight.shape)}; ${each}`}
        </span>
        {cells && <Scale cells={cells} />}
      </footer>
    </div>
  )
}

/** The cells that were read last, where they belong in the window that is looked at now. */
function Cells({
  cells,
  window,
  size,
}: {
  cells: ShownCells
  window: MatrixWindow
  size: { width: number; height: number }
}) {
  const theme = useTheme()
  const canvas = useRef<HTMLCanvasElement>(null)
  const draw = useCallback(
    (context: CanvasRenderingContext2D) => {
      const { rows, columns, perRow, perColumn } = placesOf(cells)
      const [high, wide] = [
        size.height / (window.rows[1] - window.rows[0]),
        size.width / (window.columns[1] - window.columns[0]),
      ]
      const colour = cellColour(theme, cells.measure, deepest(cells))
      const [tall, broad] = [perRow * high, perColumn * wide]
      const isRead = perRow === 1 && perColumn === 1 && tall >= 16 && broad >= 44
      context.fillStyle = figureColours[theme].canvas
      context.fillRect(0, 0, size.width, size.height)
      context.font = `11px ${fontFamily}`
      context.textAlign = 'center'
      context.textBaseline = 'middle'
      for (const [at, value] of cells.values.entries()) {
        if (!Number.isFinite(value)) continue
        const x = (columns[0] + (at % cells.width) * perColumn - window.columns[0]) * wide
        const y = (rows[0] + Math.floor(at / cells.width) * perRow - window.rows[0]) * high
        if (x > size.width || y > size.height || x + broad < 0 || y + tall < 0) continue
        const fill = colour(value)
        context.fillStyle = fill
        // Cells that touch overlap by a little, so that no seam shows between them.
        context.fillRect(x, y, broad + (isRead ? -1 : 0.6), tall + (isRead ? -1 : 0.6))
        if (!isRead) continue
        context.fillStyle = inkOn(fill)
        context.fillText(shortNumber(value), x + broad / 2, y + tall / 2)
      }
    },
    [cells, window, size, theme],
  )
  useLayoutEffect(() => {
    const element = canvas.current
    const context = element?.getContext('2d')
    if (!element || !context) return
    const ratio = devicePixelRatio
    element.width = Math.round(size.width * ratio)
    element.height = Math.round(size.height * ratio)
    context.setTransform(ratio, 0, 0, ratio, 0, 0)
    draw(context)
  }, [draw, size])
  return (
    <canvas
      ref={canvas}
      role="img"
      aria-label={`The matrix, ${windowText(window, [window.rows[1], window.columns[1]])}`}
      style={{ width: size.width, height: size.height }}
    />
  )
}

function placesOf({ window: { rows, columns }, height, width }: ShownCells) {
  return {
    rows,
    columns,
    perRow: Math.ceil((rows[1] - rows[0]) / height),
    perColumn: Math.ceil((columns[1] - columns[0]) / width),
  }
}

/** What is under the pointer: which rows and columns, and their number. */
function pointedAt(cells: ShownCells, window: MatrixWindow, point: { x: number; y: number }): string | null {
  const { rows, columns, perRow, perColumn } = placesOf(cells)
  const line = Math.floor(window.rows[0] + point.y * (window.rows[1] - window.rows[0]))
  const place = Math.floor(window.columns[0] + point.x * (window.columns[1] - window.columns[0]))
  const [row, column] = [Math.floor((line - rows[0]) / perRow), Math.floor((place - columns[0]) / perColumn)]
  if (row < 0 || column < 0 || row >= cells.height || column >= cells.width) return null
  const range = (first: number, length: number) =>
    length === 1 ? count(first) : `${count(first)} to ${count(first + length - 1)}`
  const value = cells.values[row * cells.width + column]!
  const of = perRow * perColumn === 1 ? '' : `${measureNames[cells.measure]} `
  return `row ${range(rows[0] + row * perRow, perRow)}, column ${range(columns[0] + column * perColumn, perColumn)}: ${of}${shortNumber(value)}`
}

function Scale({ cells }: { cells: ShownCells }) {
  const theme = useTheme()
  const most = deepest(cells)
  const signed = cells.measure === 'mean'
  const colour = signed ? diverging(theme) : sequential(theme)
  const stops = Array.from({ length: 9 }, (_, at) => colour(signed ? at / 4 - 1 : at / 8))
  return (
    <span className="anatomy-scale">
      <span className="num">{signed ? shortNumber(-most) : '0'}</span>
      <span style={{ background: `linear-gradient(to right, ${stops.join(', ')})` }} />
      <span className="num">{shortNumber(most)}</span>
    </span>
  )
}
