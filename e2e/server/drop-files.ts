import { expect, type Page } from '@playwright/test'

/** What the window says while files are dragged over it. */
export const invitation = 'Drop a model’s folder, or a GGUF or ONNX file, to open it'

/**
 * Drags files or folders of this machine over the window, as from a file manager, and lets go of them. Once more where the
 * page did not listen yet, or where Chromium let the drop fall before the page had answered that it takes it.
 */
export async function drop(page: Page, paths: readonly string[]): Promise<void> {
  const shown = page.getByText(invitation)
  await expect(async () => {
    await send(page, ['dragEnter', 'dragOver'], paths)
    await expect(shown).toBeVisible({ timeout: 1_000 })
    await send(page, ['dragOver', 'drop'], paths)
    await expect(shown).toBeHidden({ timeout: 1_000 })
  }).toPass()
}

async function send(page: Page, types: readonly ('dragEnter' | 'dragOver' | 'drop')[], paths: readonly string[]) {
  const browser = await page.context().newCDPSession(page)
  const data = { items: [], files: [...paths], dragOperationsMask: 1 }
  for (const type of types) await browser.send('Input.dispatchDragEvent', { type, x: 400, y: 300, data })
  await browser.detach()
}
