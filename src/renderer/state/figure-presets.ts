import * as z from 'zod'
import { create } from 'zustand'
import { panelLetters } from '../../shared/figures/panel-letters'
import { type Preset, presets } from '../../shared/figures/presets'
import { printFont } from '../../shared/figures/print'
import { recall, remember } from './preferences'

/** A preset of a person's own: what is set of paper and type, under a name. */
const ownPreset = z.object({
  id: z.string(),
  venue: z.string(),
  width: z.string(),
  mm: z.number().min(32).max(2000),
  font: printFont,
  labelPt: z.number().min(4).max(72),
  formats: z.array(z.enum(['svg', 'pdf', 'eps', 'png', 'webp'])),
  dpi: z.union([z.literal(150), z.literal(300), z.literal(600)]),
  letters: panelLetters.default('parentheses'),
})

const key = 'tokentrace.figure-presets'
const chosenKey = 'tokentrace.figure-preset'
const screenKey = 'tokentrace.screen-scale'

interface FigurePresets {
  readonly own: readonly Preset[]
  /** What was chosen last, which a dialog opens with. */
  readonly chosen: Preset
  readonly screenScale: number
}

export const useFigurePresets = create<FigurePresets>()(() => {
  const own = readOwn()
  const id = recall(chosenKey)
  const chosen = [...presets, ...own].find((preset) => preset.id === id) ?? presets[0]!
  return { own, chosen, screenScale: readScreenScale() }
})

export function choosePreset(chosen: Preset): void {
  useFigurePresets.setState({ chosen })
  remember(chosenKey, chosen.id)
}

/** Keeps a preset under its name, in place of one of that name. */
export function savePreset(preset: Preset): void {
  keep([...useFigurePresets.getState().own.filter(({ id }) => id !== preset.id), preset])
}

export function removePreset(id: string): void {
  keep(useFigurePresets.getState().own.filter((one) => one.id !== id))
}

/** How much longer a CSS pixel is on this screen than it says of itself, by a person's own ruler. */
export function calibrateScreen(screenScale: number): void {
  useFigurePresets.setState({ screenScale })
  remember(screenKey, screenScale === 1 ? null : String(screenScale))
}

function keep(own: readonly Preset[]): void {
  useFigurePresets.setState({ own })
  remember(key, own.length === 0 ? null : JSON.stringify(own))
}

function readOwn(): Preset[] {
  try {
    return z.array(ownPreset).parse(JSON.parse(recall(key) ?? '[]'))
  } catch {
    // Written by another version, or by hand: a convenience, which the window does without.
    return []
  }
}

function readScreenScale(): number {
  const value = Number(recall(screenKey) ?? 1)
  return value >= 0.5 && value <= 2.5 ? value : 1
}
