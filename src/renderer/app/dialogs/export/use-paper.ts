import { useState } from 'react'
import type { Preset } from '../../../../shared/figures/presets'
import { millimetresPerPixel, type PrintFont, pointsOf } from '../../../../shared/figures/print'
import { type } from '../../../../shared/figures/theme'
import type { FigureTheme } from '../../../../shared/figures/trajectory-spec'
import { choosePreset, useFigurePresets } from '../../../state/figure-presets'
import type { FigureOffer, Paper } from '../../../ui/view'
import { lengthText, millimetres, pixelsOf, points, scaleOf } from './sizes'

/** What is set of the paper, as typed, and the paper that comes of it; null while something typed is no length. */
export interface PaperSettings {
  readonly preset: Preset
  readonly width: string
  readonly height: string
  readonly labelPt: string
  readonly font: PrintFont
  readonly theme: FigureTheme
  readonly outlines: boolean
  readonly image: boolean
  readonly widthMm: number | null
  readonly heightMm: number | null
  readonly paper: Paper | null
  choose(preset: Preset): void
  set(change: Partial<Typed>): void
}

interface Typed {
  readonly preset: Preset
  readonly width: string
  /** Null until one is typed: then the height follows the width, as suits the figure. */
  readonly height: string | null
  readonly labelPt: string
  readonly font: PrintFont
  readonly theme: FigureTheme
  readonly outlines: boolean
  readonly image: boolean
}

/** The paper of a figure: by a preset, and by what is changed of it by hand. */
export function usePaper(offer: FigureOffer | null): PaperSettings {
  const [typed, setTyped] = useState<Typed>(() => ({
    ...ofPreset(useFigurePresets.getState().chosen),
    ...{ theme: 'light', outlines: false, image: false },
    ...(offer?.paper && ofPaper(offer.paper)),
  }))
  const widthMm = millimetres(typed.width)
  const labelPt = points(typed.labelPt)
  const scale = scaleOf(labelPt ?? typed.preset.labelPt)
  const suits = offer?.aspect ?? 2 / 3
  const mm = widthMm ?? typed.preset.mm
  const aspect = typeof suits === 'number' ? suits : suits(pixelsOf(mm) / scale)
  const height = typed.height ?? String(Math.round(mm * aspect))
  const heightMm = millimetres(height)
  const drawn = (length: number | null) => (length === null ? null : drawnPixels(pixelsOf(length) / scale))
  const [drawnWidth, drawnHeight] = [drawn(widthMm), drawn(heightMm)]
  const { theme, font, outlines, image } = typed
  const paper: Paper | null =
    drawnWidth === null || drawnHeight === null || labelPt === null
      ? null
      : {
          ...{ theme, width: drawnWidth, height: drawnHeight },
          print: { scale, font, text: outlines ? 'outlines' : 'text', cells: image ? 'image' : 'vectors' },
        }
  return {
    ...typed,
    height,
    widthMm,
    heightMm,
    paper,
    choose: (preset) => {
      choosePreset(preset)
      setTyped((before) => ({ ...before, ...ofPreset(preset) }))
    },
    set: (change) => setTyped((before) => ({ ...before, ...change })),
  }
}

function ofPreset(preset: Preset) {
  const { mm, font, labelPt } = preset
  return { preset, width: lengthText(mm), height: null, labelPt: String(labelPt), font }
}

/** As the settings would have been typed that a paper came of. */
function ofPaper({ theme, width, height, print: { scale, font, text, cells } }: Paper): Omit<Typed, 'preset'> {
  const mm = (pixels: number) => lengthText(pixels * scale * millimetresPerPixel)
  const labelPt = String(Math.round(pointsOf(type.label) * scale * 100) / 100)
  const outlines = text === 'outlines'
  return { ...{ width: mm(width), height: mm(height), labelPt, font, theme, outlines }, image: cells === 'image' }
}

/** What a spec takes: type too large for the paper leaves no room to draw. */
function drawnPixels(pixels: number): number | null {
  return pixels >= 120 && pixels <= 8000 ? Math.round(pixels * 1e3) / 1e3 : null
}
