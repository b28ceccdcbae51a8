import { mkdir } from 'node:fs/promises'
import { join } from 'node:path'
import { expect, type Page } from '@playwright/test'
import { makeGpt2 } from '../made-model'
import { test as base } from './serve'

const tokens = 512

interface Fixtures {
  /** The folder of a model that works for seconds on a prompt as long as it reads. */
  slowModel: string
}

export const test = base.extend<Fixtures>({
  slowModel: async ({ dataFolder }, use) => {
    const folder = join(dataFolder, 'slow')
    await mkdir(folder)
    makeGpt2(folder, { layers: 48, heads: 128, dModel: 128, context: tokens, vocabulary: 500 })
    await use(folder)
  },
})

export const tokenIds = (page: Page) => page.getByRole('textbox', { name: 'Token ids' })
export const stopButton = (page: Page) =>
  page.getByRole('region', { name: 'Sentence' }).getByRole('button', { name: 'Stop' })

/** Starts a run that takes long, and comes back once the model is running. */
export async function startLongRun(page: Page): Promise<void> {
  await tokenIds(page).fill(Array.from({ length: tokens }, (_, at) => at % 500).join(' '))
  await tokenIds(page).press('Enter')
  await expect(page.getByRole('contentinfo')).toContainText('Running the model')
}
