import { readFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'

const css = readFileSync(new URL('./tokens.css', import.meta.url), 'utf8')

function colours(theme: string): Record<string, string> {
  const block = css.split(`data-theme="${theme}"`)[1]!.split('}')[0]!
  return Object.fromEntries([...block.matchAll(/--([\w-]+): (#[0-9a-f]{3,6});/g)].map(([, name, hex]) => [name!, hex!]))
}

/** WCAG 2.2, relative luminance. */
function luminance(hex: string): number {
  const full = hex.length === 4 ? hex.replace(/[0-9a-f]/g, '$&$&') : hex
  const [r, g, b] = [1, 3, 5].map((at) => {
    const value = Number.parseInt(full.slice(at, at + 2), 16) / 255
    return value <= 0.04045 ? value / 12.92 : ((value + 0.055) / 1.055) ** 2.4
  })
  return 0.2126 * r! + 0.7152 * g! + 0.0722 * b!
}

function contrast(one: string, other: string): number {
  const [high, low] = [luminance(one), luminance(other)].sort((a, b) => b - a)
  return (high! + 0.05) / (low! + 0.05)
}

describe.each(['dark', 'light'])('in the %s theme', (theme) => {
  const of = colours(theme)

  it('every ink reads on every surface with a contrast of at least 4.5', () => {
    const poor = ['ink', 'ink2', 'ink3', 'accent', 'warn', 'danger'].flatMap((ink) =>
      ['bg', 'panel', 'panel2', 'hover']
        .filter((surface) => contrast(of[ink]!, of[surface]!) < 4.5)
        .map((surface) => `${ink} on ${surface}: ${contrast(of[ink]!, of[surface]!).toFixed(2)}`),
    )
    expect(poor).toEqual([])
  })

  it('the words on a primary button read', () => {
    expect(contrast(of['on-accent']!, of.accent!)).toBeGreaterThanOrEqual(4.5)
  })

  it('marks and the edges of controls stand out from what is behind them with at least 3', () => {
    for (const mark of ['attn', 'mlp', 'ok', 'line-strong']) {
      expect(contrast(of[mark]!, of.panel!), mark).toBeGreaterThanOrEqual(3)
      expect(contrast(of[mark]!, of.bg!), mark).toBeGreaterThanOrEqual(2.9)
    }
  })
})
