import type { PartKind } from '../anatomy'
import type { FigureTheme } from './trajectory-spec'

/** Attention in shades of its blue and the MLP of its orange, so that both are seen as wholes; lightness tells their parts. */
export const partColours: Readonly<Record<FigureTheme, Readonly<Record<PartKind, string>>>> = {
  light: {
    embedding: '#2f7d5b',
    positions: '#8cc3a5',
    query: '#084a8c',
    key: '#2f78b7',
    value: '#6aa5d4',
    output: '#abd0ea',
    router: '#6b2c02',
    gate: '#a8440a',
    up: '#dd7322',
    down: '#f6b377',
    norm: '#69717e',
    bias: '#9da4b0',
    head: '#b795cc',
    unembedding: '#73489c',
    unused: '#d3d8df',
    other: '#c9b98f',
  },
  dark: {
    embedding: '#4fb387',
    positions: '#2f6b51',
    query: '#bfdff6',
    key: '#84b7de',
    value: '#5491c2',
    output: '#2d6594',
    router: '#ffe3c2',
    gate: '#ffc27a',
    up: '#e68f35',
    down: '#a2591a',
    norm: '#98a2b1',
    bias: '#687282',
    head: '#7d5c9b',
    unembedding: '#b892dc',
    unused: '#3a414d',
    other: '#7a6c48',
  },
}
