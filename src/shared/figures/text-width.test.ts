import { createRequire } from 'node:module'
import { Resvg } from '@resvg/resvg-js'
import { describe, expect, it } from 'vitest'
import { type FontWeight, textWidth } from './text-width'

const require = createRequire(import.meta.url)
const fonts = {
  400: require.resolve('@expo-google-fonts/inter/400Regular/Inter_400Regular.ttf'),
  600: require.resolve('@expo-google-fonts/inter/600SemiBold/Inter_600SemiBold.ttf'),
}

/** Width of a text as it is really set, kerning and all: its ink between two bars of known distance. */
function setWidth(text: string, weight: FontWeight): number {
  const between = (inner: string) => {
    const svg = `<svg xmlns="http://www.w3.org/2000/svg" width="9000" height="200"><text x="10" y="120" xml:space="preserve" font-family="Inter" font-size="100" font-weight="${weight}">|${inner}|</text></svg>`
    const font = { fontFiles: [fonts[weight]], loadSystemFonts: false, defaultFontFamily: 'Inter' }
    return new Resvg(svg, { font }).getBBox()!.width
  }
  return between(text) - between('')
}

describe('the estimate of a text’s width', () => {
  const texts = [
    'monument',
    'Tower',
    'Montmartre',
    'L10 attention',
    'Three axes keep 71 % of the path’s variance · nearest 900 of 49,152 words',
    'Çédille façade naïve Straße Łódź',
    '‖Δ‖ 14.2 −0.31',
    'illicit filling',
  ]
  for (const weight of [400, 600] as const) {
    it.each(texts)(`is at most 4 % wide of Inter ${weight} as it is set, and not narrower: %s`, (text) => {
      const excess = textWidth(text, 100, weight) / setWidth(text, weight) - 1
      expect(excess).toBeGreaterThan(-0.01)
      expect(excess).toBeLessThan(0.04)
    })

    it(`is wide, not narrow, where kerning draws capitals of Inter ${weight} together`, () => {
      const excess = textWidth('WAVE AVATAR', 100, weight) / setWidth('WAVE AVATAR', weight) - 1
      expect(excess).toBeGreaterThan(0)
      expect(excess).toBeLessThan(0.08)
    })
  }

  it('gives ideographs the whole em and combining marks nothing', () => {
    expect(textWidth('東京', 10)).toBe(20)
    expect(textWidth('e\u0301', 10)).toBe(textWidth('e', 10))
  })

  it('grows in proportion to the size', () => {
    expect(textWidth('Paris', 22)).toBeCloseTo(2 * textWidth('Paris', 11), 9)
  })
})
