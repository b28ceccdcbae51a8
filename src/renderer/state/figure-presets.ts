import * as z from 'zod'
import { create } from 'zustand'
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
})

const key = 'tokentrace.figure-presets'
const chosenKey = 'tokentrace.figure-preset'
const screenKey = 'tokentrace.screen-scale'

/** What figures are set in by default: what was chosen last. */
export const useFigurePresets = create<{ readonly own: readonly Preset[]; readonly screenScale: number }>()(() => ({
  own: readOwn(),
  screenScale: readScreenScale(),
}))

export function allPresets(): readonly Preset[] {
  return [...presets, ...useFigurePresets.getState().own]
}

/** The one that a dialog opens with. */
export function firstPreset(): Preset {
  const chosen = recall(chosenKey)
  return allPresets().find(({ id }) => id === chosen) ?? presets[0]!
}

export function rememberPreset({ id }: Preset): void {
  remember(chosenKey, id)
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
