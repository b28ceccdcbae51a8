import { AxeBuilder } from '@axe-core/playwright'
import { expect, type Page, test } from '@playwright/test'

const themes = [
  { colorScheme: 'light', rules: 'all rules' },
  // The same elements in other colours.
  { colorScheme: 'dark', rules: ['color-contrast'] },
] as const

/**
 * Expects that axe finds nothing wrong with a part of the page as it stands, in light and in dark: each rule, and the elements that
 * break it. The page is in light afterwards.
 */
export function expectClean(page: Page, where: string, part = 'html'): Promise<void> {
  return test.step(where, async () => {
    for (const { colorScheme, rules } of themes) {
      // Colours are not measured halfway through a transition.
      await page.emulateMedia({ colorScheme, reducedMotion: 'reduce' })
      await expect(page.locator('html')).toHaveAttribute('data-theme', colorScheme)
      // Without frames there is nothing to gather in a page of its own, which takes a second each time.
      const axe = new AxeBuilder({ page }).include(part).setLegacyMode()
      const { violations } = await (rules === 'all rules' ? axe : axe.withRules([...rules])).analyze()
      const found = violations.map(({ id, help, nodes }) => ({
        id,
        help,
        at: nodes.map(({ html }) => html.slice(0, 200)),
      }))
      expect(found, `${where}, in ${colorScheme}`).toEqual([])
    }
    await page.emulateMedia({ colorScheme: 'light' })
  })
}
