import { describe, expect, it } from 'vitest'
import { mostContexts } from '../contexts'
import { figureColours } from './theme'

/** Linear RGB of `#rrggbb`. */
function linear(hex: string): [number, number, number] {
  const channel = (at: number) => {
    const share = Number.parseInt(hex.slice(at, at + 2), 16) / 255
    return share <= 0.04045 ? share / 12.92 : ((share + 0.055) / 1.055) ** 2.4
  }
  return [channel(1), channel(3), channel(5)]
}

/** WCAG 2.2. */
function contrast(one: string, other: string): number {
  const luminance = (hex: string) => {
    const [r, g, b] = linear(hex)
    return 0.2126 * r + 0.7152 * g + 0.0722 * b
  }
  const [high, low] = [luminance(one), luminance(other)].sort((a, b) => b - a)
  return (high! + 0.05) / (low! + 0.05)
}

/** What an eye makes of linear RGB: Machado, Oliveira and Fernandes 2009, severity 1. */
const eyes = {
  normal: [1, 0, 0, 0, 1, 0, 0, 0, 1],
  protanopia: [0.152286, 1.052583, -0.204868, 0.114503, 0.786281, 0.099216, -0.003882, -0.048116, 1.051998],
  deuteranopia: [0.367322, 0.860646, -0.227968, 0.280085, 0.672501, 0.047413, -0.01182, 0.04294, 0.968881],
} as const

/** CIE L*a*b* (D65) of a colour as an eye sees it. */
function lab(hex: string, eye: readonly number[]): [number, number, number] {
  const given = linear(hex)
  const [r, g, b] = [0, 3, 6].map((row) =>
    Math.min(1, Math.max(0, eye[row]! * given[0] + eye[row + 1]! * given[1] + eye[row + 2]! * given[2])),
  ) as [number, number, number]
  const f = (value: number) => (value > 0.008856 ? Math.cbrt(value) : 7.787 * value + 16 / 116)
  const x = f((0.4124 * r + 0.3576 * g + 0.1805 * b) / 0.95047)
  const y = f(0.2126 * r + 0.7152 * g + 0.0722 * b)
  const z = f((0.0193 * r + 0.1192 * g + 0.9505 * b) / 1.08883)
  return [116 * y - 16, 500 * (x - y), 200 * (y - z)]
}

describe.each(['light', 'dark'] as const)('the colours of contexts in %s', (theme) => {
  const { contexts, paper, canvas } = figureColours[theme]

  it('are as many as there are contexts, and stand out from what they are drawn on with at least 3', () => {
    expect(contexts).toHaveLength(mostContexts)
    for (const colour of contexts) {
      for (const ground of [paper, canvas]) expect(contrast(colour, ground), colour).toBeGreaterThanOrEqual(3)
    }
  })

  it.each(Object.entries(eyes))('are told apart with %s vision', (_, eye) => {
    for (const [index, one] of contexts.entries()) {
      for (const other of contexts.slice(index + 1)) {
        const [a, b] = [lab(one, eye), lab(other, eye)]
        // Ten times what is just noticeable side by side.
        expect(Math.hypot(a[0] - b[0], a[1] - b[1], a[2] - b[2]), `${one} and ${other}`).toBeGreaterThan(23)
      }
    }
  })
})
