import { type ReactNode, useCallback, useDeferredValue, useEffect, useRef, useState } from 'react'
import { type ColourVision, colourMatrix } from '../../../../shared/figures/colour-vision'
import type { Smallest } from '../../../../shared/figures/print-check'
import { useFigurePresets } from '../../../state/figure-presets'
import { percent } from '../../../state/format'
import { Segmented } from '../../../ui/segmented'
import type { Paper } from '../../../ui/view'
import { Calibration } from './calibration'
import { PrintCheck, smallestPrinted } from './print-check'

const zooms = [
  { value: 'true', label: 'True size', hint: 'As long on this screen as it will be on paper' },
  { value: 'fit', label: 'Fit', hint: 'All of it' },
  { value: 'double', label: '2×', hint: 'Twice its size on paper' },
] as const

const visions: readonly { readonly value: ColourVision; readonly label: string; readonly hint: string }[] = [
  { value: 'all', label: 'Colour', hint: 'As it is' },
  { value: 'deuteranopia', label: 'Deuteranopia', hint: 'As without green-sensitive cones (Machado et al. 2009)' },
  { value: 'grey', label: 'Grey', hint: 'As printed without colours' },
]

/** The figure itself at its size on paper, as it will look to whoever sees it; and whether all of it can be read there. */
export function FigurePreview({ paper, draw }: { paper: Paper | null; draw: (paper: Paper) => ReactNode }) {
  const stage = useRef<HTMLDivElement>(null)
  const [room, setRoom] = useState({ width: 0, height: 0 })
  const [zoom, setZoom] = useState<(typeof zooms)[number]['value']>('true')
  const [vision, setVision] = useState<ColourVision>('all')
  const [smallest, setSmallest] = useState<Smallest>({ text: null, line: null })
  const screenScale = useFigurePresets((presets) => presets.screenScale)
  const shown = useDeferredValue(paper)
  useEffect(() => {
    const element = stage.current
    if (!element) return
    const observer = new ResizeObserver(([entry]) => {
      if (entry) setRoom({ width: entry.contentRect.width, height: entry.contentRect.height })
    })
    observer.observe(element)
    return () => observer.disconnect()
  }, [])
  const scale = shown?.print.scale ?? 1
  // What the engine draws comes later than what the window draws itself.
  const sheet = useCallback(
    (element: HTMLDivElement | null) => {
      if (!element) return
      const check = () => {
        const svg = element.querySelector<SVGElement>('svg[viewBox]')
        if (!svg) return
        const next = smallestPrinted(svg, scale)
        setSmallest((before) => (before.text === next.text && before.line === next.line ? before : next))
      }
      check()
      const observer = new MutationObserver(check)
      observer.observe(element, { childList: true, subtree: true, attributes: true })
      return () => observer.disconnect()
    },
    [scale],
  )
  const printed = shown && { width: shown.width * shown.print.scale, height: shown.height * shown.print.scale }
  const fit = printed && room.width > 0 ? Math.min(room.width / printed.width, room.height / printed.height) : 1
  const size = zoom === 'fit' ? Math.min(fit, screenScale) : zoom === 'double' ? 2 * screenScale : screenScale
  return (
    <figure className="figure-preview" aria-label="Preview">
      <div className="figure-tools">
        <Segmented label="Size of the preview" value={zoom} onChange={setZoom} options={zooms} />
        <Segmented label="Seen" value={vision} onChange={setVision} options={visions} />
        <Calibration />
      </div>
      {vision !== 'all' && (
        <svg className="figure-filters" aria-hidden="true">
          <filter id={`seen-${vision}`} colorInterpolationFilters="linearRGB">
            <feColorMatrix type="matrix" values={colourMatrix(vision)} />
          </filter>
        </svg>
      )}
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: a figure larger than its stage is scrolled by the keys too */}
      <section className="figure-stage" ref={stage} tabIndex={0} aria-label="The figure on its paper">
        {shown && printed && room.width > 0 && (
          <div
            className="figure-paper"
            style={{
              ...{ width: printed.width * size, height: printed.height * size },
              ...(vision === 'all' ? {} : { filter: `url(#seen-${vision})` }),
            }}
          >
            <div className="figure-scaled" ref={sheet} style={{ scale: String(size) }}>
              {draw(shown)}
            </div>
          </div>
        )}
      </section>
      <figcaption>
        <span>{sizeText(size / screenScale)}</span>
        {(smallest.text !== null || smallest.line !== null) && <PrintCheck smallest={smallest} />}
      </figcaption>
    </figure>
  )
}

function sizeText(size: number): string {
  return Math.abs(size - 1) < 0.005 ? 'Shown at its size on paper' : `Shown at ${percent(size)} of its size on paper`
}
