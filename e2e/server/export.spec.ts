import { readFile } from 'node:fs/promises'
import type { Page } from '@playwright/test'
import * as z from 'zod'
import manifest from '../../package.json' with { type: 'json' }
import { readProvenance } from '../../src/main/export/read-provenance'
import { cosine, length, probability } from '../../src/renderer/state/format'
import { trajectorySpec } from '../../src/shared/figures/trajectory-spec'
import { type Trajectory, trajectory } from '../../src/shared/trajectory'
import { pdfWords } from './pdf-words'
import { expect, test } from './serve'
import { eiffel, sample, tableOf, traceTower } from './workbench'

test.use({ serverArgs: [sample] })

test.beforeEach(async ({ page, address }) => {
  await page.goto(address)
  await traceTower(page)
})

const dialog = (page: Page) => page.getByRole('dialog', { name: 'Export the figure' })

interface Saved {
  readonly name: string
  readonly data: Buffer
}

async function savedBy(page: Page, act: () => Promise<void>): Promise<Saved> {
  const [download] = await Promise.all([page.waitForEvent('download'), act()])
  return { name: download.suggestedFilename(), data: await readFile(await download.path()) }
}

async function saveFigure(page: Page, format: 'SVG' | 'PDF' | 'PNG'): Promise<Saved> {
  await dialog(page).getByRole('radio', { name: format }).click()
  const saved = await savedBy(page, () =>
    dialog(page)
      .getByRole('button', { name: `Save ${format}` })
      .click(),
  )
  await expect(dialog(page).getByRole('status')).toHaveText('Saved.')
  return saved
}

function saveNumbers(page: Page, format: 'CSV' | 'JSON'): Promise<Saved> {
  return savedBy(page, async () => {
    await page.getByRole('button', { name: 'Export the numbers' }).click()
    await page.getByRole('menuitem', { name: format }).click()
  })
}

/** That a file says what it was made from and by what, so that it can be made again. */
function expectOrigin(data: Buffer): void {
  const origin = readProvenance(data)
  expect(origin).toMatchObject({
    program: 'Tokentrace',
    version: manifest.version,
    model: { name: 'sample', fingerprint: expect.stringMatching(/^[0-9a-f]{64}$/) },
    prompt: { text: eiffel },
    tokenIds: [264, 1633, 386, 301, 283, 926],
  })
  expect(trajectorySpec.parse(origin!.spec)).toMatchObject({ position: 2, prompt: { text: eiffel } })
}

test('the picture is saved as SVG, PDF and PNG, and each file tells the token and what it was made from', async ({
  page,
}) => {
  await page.getByRole('button', { name: 'Export figure' }).click()
  await dialog(page).getByRole('radio', { name: 'PNG' }).click()
  await dialog(page).getByRole('radio', { name: '150' }).click()
  await expect(dialog(page).getByRole('status')).toHaveText('825 × 549 dots')
  const png = await saveFigure(page, 'PNG')
  expect(png.data.toString('latin1', 1, 4)).toBe('PNG')
  expect([png.data.readUInt32BE(16), png.data.readUInt32BE(20)]).toEqual([825, 549])
  expectOrigin(png.data)

  await dialog(page).getByRole('radio', { name: '300' }).click()
  await expect(dialog(page).getByRole('status')).toHaveText('1650 × 1098 dots')

  const svg = await saveFigure(page, 'SVG')
  const drawn = svg.data.toString('utf8')
  expect(drawn).toContain('<title>Tower in “The Eiffel Tower is in Paris”')
  expect(drawn).toMatch(/<text[^>]*>(<tspan[^>]*>)?Tower</)
  expectOrigin(svg.data)

  const pdf = await saveFigure(page, 'PDF')
  expect(pdf.data.toString('latin1', 0, 5)).toBe('%PDF-')
  expect(pdf.data.toString('latin1').trimEnd()).toMatch(/%%EOF$/)
  expect(pdfWords(pdf.data)).toContain('Tower')
  expectOrigin(pdf.data)
  expect([png.name, svg.name, pdf.name]).toEqual(['png', 'svg', 'pdf'].map((ending) => `sample-Tower-unit.${ending}`))
})

test('the numbers are saved as CSV and JSON, and are those of the table', async ({ page }) => {
  const table = await tableOf(page)
  const csv = await saveNumbers(page, 'CSV')
  expect(csv.name).toBe('sample-Tower-unit.csv')
  const [header, ...lines] = csv.data.toString('utf8').trimEnd().split('\r\n')
  expect(header).toMatch(/^step,layer,kind,tap,length,norm,cosine_to_start,cosine_to_end,nearest_1,/)
  expect(lines).toHaveLength(table.length)

  const json = await saveNumbers(page, 'JSON')
  expect(json.name).toBe('sample-Tower-unit.json')
  const saved = z.object({ trajectory }).parse(JSON.parse(json.data.toString('utf8')))
  expect(saved.trajectory.tokens[saved.trajectory.position]!.text).toBe(' Tower')
  expect(rowsOf(saved.trajectory)).toEqual(table.map(([, ...cells]) => [...cells.slice(0, 4), ...cells.slice(-2)]))
})

/** The columns of numbers of the table, as the window writes them. */
function rowsOf({ steps }: Trajectory): string[][] {
  return steps.map((step) => [
    step.kind === 'embed' ? '' : length(step.length),
    length(step.norm),
    cosine(step.cosineToStart),
    cosine(step.cosineToEnd),
    `${step.lens![0]!.text.replace(/^ /, '·')}${probability(step.lens![0]!.probability)}`,
    probability(step.watched!.probability),
  ])
}

test('the dialog opens on the figure of the view in front, and a panel’s own button on its figure', async ({
  page,
}) => {
  const opensOn = async (title: string) => {
    await expect(dialog(page).getByRole('button', { name: `Figure: ${title}` })).toBeVisible()
    await page.keyboard.press('Escape')
    await expect(dialog(page)).toHaveCount(0)
  }
  await page.keyboard.press('ControlOrMeta+e')
  await opensOn('Path in 3D')
  await page.getByRole('tab', { name: 'Moves' }).click()
  await expect(page.getByRole('grid', { name: 'Contributions by layer and head' })).toBeVisible()
  await page.keyboard.press('ControlOrMeta+e')
  await opensOn('Parts of the step')
  await page.getByRole('button', { name: 'Export figure' }).click()
  await opensOn('Parts of the step')
  await page.getByRole('button', { name: 'Export “Path in 3D”' }).click()
  await opensOn('Path in 3D')
  await page.getByRole('tab', { name: 'Predict' }).click()
  await page
    .getByRole('toolbar', { name: 'Predict tools' })
    .getByRole('button', { name: /^Export “/ })
    .click()
  await expect(dialog(page).getByRole('radio', { name: 'CSV' })).toBeVisible()
  await expect(dialog(page).getByRole('button', { name: 'Figure: Path in 3D' })).toHaveCount(0)
})
