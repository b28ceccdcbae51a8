import type { Page } from '@playwright/test'

/** Colours on the screen, as #rrggbb. */
export async function coloursAt(page: Page, places: readonly { x: number; y: number }[]): Promise<string[]> {
  const shot = (await page.screenshot()).toString('base64')
  return page.evaluate(
    async ([shot, places]) => {
      const image = new Image()
      image.src = `data:image/png;base64,${shot}`
      await image.decode()
      const context = new OffscreenCanvas(image.width, image.height).getContext('2d')!
      context.drawImage(image, 0, 0)
      return places.map(({ x, y }) => {
        const [r, g, b] = context.getImageData(Math.round(x - 0.5), Math.round(y - 0.5), 1, 1).data
        return `#${[r, g, b].map((part) => part!.toString(16).padStart(2, '0')).join('')}`
      })
    },
    [shot, places] as const,
  )
}
