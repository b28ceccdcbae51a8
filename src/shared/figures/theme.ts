import { fontFamilies } from './print'
import type { FigureTheme } from './trajectory-spec'

/** The colours of a figure. They are the window's own, and mean the same in both. */
export interface FigureColours {
  /** What the figure is drawn on, in a file. */
  readonly paper: string
  /** The background of the window's canvas. */
  readonly canvas: string
  readonly ink: string
  readonly ink2: string
  readonly ink3: string
  readonly line: string
  readonly grid: string
  /** What the path casts on the floor. */
  readonly shadow: string
  /** The chosen thing. */
  readonly accent: string
  readonly attention: string
  /** Attention to an encoder. */
  readonly cross: string
  readonly mlp: string
  /** Words of the vocabulary. */
  readonly cloud: string
  /** Contexts A to H: apart for colour-blind readers too (theme.test.ts), and each with its letter wherever it stands. */
  readonly contexts: readonly string[]
}

export const figureColours: Readonly<Record<FigureTheme, FigureColours>> = {
  light: {
    paper: '#ffffff',
    canvas: '#f4f5f7',
    ink: '#14171c',
    ink2: '#566070',
    ink3: '#8a93a1',
    line: '#c9cfd8',
    grid: '#e2e6ec',
    shadow: '#d3d9e2',
    accent: '#0b6bcb',
    attention: '#0072b2',
    cross: '#a3498f',
    mlp: '#d55e00',
    cloud: '#8a94a3',
    contexts: ['#0b6bcb', '#c56f7c', '#00422e', '#cb7302', '#8c390b', '#28006f', '#1a4369', '#1392bc'],
  },
  dark: {
    paper: '#0e1014',
    canvas: '#0e1014',
    ink: '#eceff4',
    ink2: '#9aa4b2',
    ink3: '#677080',
    line: '#3a414d',
    grid: '#20252e',
    shadow: '#2c333f',
    accent: '#5eb1ff',
    attention: '#56b4e9',
    cross: '#e58fc0',
    mlp: '#e69f00',
    cloud: '#7d8899',
    contexts: ['#5eb1ff', '#a54590', '#0e7a44', '#fcff38', '#df7f19', '#3b6ef9', '#98edff', '#2fe3a1'],
  },
}

/** Of what the window shows; a figure on paper has that of its spec (`fontFamilies`). */
export const fontFamily = fontFamilies.inter

/** Sizes of type, in CSS pixels. */
export const type = { label: 11, strong: 12, note: 12 } as const
