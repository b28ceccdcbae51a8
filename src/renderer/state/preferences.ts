import { create } from 'zustand'
import type { FigureTheme } from '../../shared/figures/trajectory-spec'

export type ThemeChoice = 'system' | FigureTheme

export interface Preferences {
  readonly themeChoice: ThemeChoice
  readonly systemTheme: FigureTheme
  readonly reducedMotion: boolean
  /** Whether a model is run to check itself after it was opened. */
  readonly checkOnOpen: boolean
}

const key = 'tokentrace.theme'
const checkKey = 'tokentrace.check-on-open'

export const usePreferences = create<Preferences>()(() => ({
  themeChoice: 'system',
  systemTheme: 'dark',
  reducedMotion: false,
  checkOnOpen: false,
}))

export function themeOf({ themeChoice, systemTheme }: Preferences): FigureTheme {
  return themeChoice === 'system' ? systemTheme : themeChoice
}

export function useTheme(): FigureTheme {
  return usePreferences(themeOf)
}

export function chooseTheme(themeChoice: ThemeChoice): void {
  usePreferences.setState({ themeChoice })
  remember(key, themeChoice === 'system' ? null : themeChoice)
}

export function toggleTheme(): void {
  chooseTheme(themeOf(usePreferences.getState()) === 'dark' ? 'light' : 'dark')
}

export function chooseCheckOnOpen(checkOnOpen: boolean): void {
  usePreferences.setState({ checkOnOpen })
  remember(checkKey, checkOnOpen ? 'yes' : null)
}

/** Reads what was chosen and what the system says, follows the system from then on, and paints the page accordingly. */
export function followPreferences(): void {
  const dark = matchMedia('(prefers-color-scheme: dark)')
  const still = matchMedia('(prefers-reduced-motion: reduce)')
  const read = () => {
    usePreferences.setState({ systemTheme: dark.matches ? 'dark' : 'light', reducedMotion: still.matches })
  }
  const stored = recall(key)
  if (stored === 'dark' || stored === 'light') usePreferences.setState({ themeChoice: stored })
  usePreferences.setState({ checkOnOpen: recall(checkKey) === 'yes' })
  read()
  dark.addEventListener('change', read)
  still.addEventListener('change', read)
  const paint = (state: Preferences) => {
    document.documentElement.dataset.theme = themeOf(state)
  }
  paint(usePreferences.getState())
  usePreferences.subscribe(paint)
}

/** Storage may be refused or full; what is remembered is a convenience, so that is no failure. */
export function remember(name: string, value: string | null): void {
  try {
    if (value === null) localStorage.removeItem(name)
    else localStorage.setItem(name, value)
  } catch {}
}

export function recall(name: string): string | null {
  try {
    return localStorage.getItem(name)
  } catch {
    return null
  }
}
