import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { readFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Page } from '@playwright/test'
import * as z from 'zod'
import { readProvenance } from '../../src/main/export/read-provenance'
import { type FigureKind, type FigureSpec, figureSpec } from '../../src/shared/figures/figure-spec'
import { runCli } from '../cli/run-cli'
import { makeQuantisedSample } from '../quantised-sample'
import { expect, test } from './serve'
import { sample } from './workbench'

test.use({ serverArgs: [sample] })

const gallery = join(import.meta.dirname, '../../docs/gallery/gallery.json')
const { figures } = z
  .object({ figures: z.array(z.object({ out: z.string(), figure: figureSpec })) })
  .parse(JSON.parse(readFileSync(gallery, 'utf8')))

/** What the dialog calls each kind. */
const titles: Readonly<Partial<Record<FigureKind, string>>> = {
  trajectory: 'Path in 3D',
  contexts: 'Contexts side by side',
  lens: 'Logit lens',
  'next-words': 'Likeliest words',
  'attention-matrix': 'Attention pattern',
  'attention-lines': 'Attention lines',
  'attention-heads': 'All heads',
  'query-key': 'Query and key',
  'move-parts': 'Parts of the step',
  'move-map': 'Heads and MLPs',
  'circuit-matrix': 'Circuit on words',
  'circuit-spectrum': 'Circuit’s spectrum',
  composition: 'Composition of heads',
  vocabulary: 'Map of words',
  direction: 'Words along a direction',
  angles: 'Angles between directions',
  probe: 'Linear probe',
  arithmetic: 'Word arithmetic',
  anatomy: 'Where the parameters are',
  matrix: 'A weight matrix',
  models: 'Two models’ paths',
  'model-heads': 'Two models’ patterns',
  'weight-errors': 'Two models’ weights',
  similarity: 'Two models’ similarity',
  panels: 'Page of panels',
}

/** What a figure shows, without the paper that it is on: a camera keeps its direction there and frames anew. */
function shown(spec: FigureSpec): unknown {
  const { width, height, print, theme, ...rest } = spec
  if (rest.kind === 'panels') return { ...rest, labels: rest.labels.filter(Boolean), panels: rest.panels.map(shown) }
  if (!('camera' in rest)) return rest
  const { distance, ...camera } = rest.camera
  return { ...rest, camera }
}

const dialog = (page: Page) => page.getByRole('dialog', { name: 'Export the figure' })

/** Opens a saved figure, and the export dialog on its kind. */
async function open(page: Page, spec: FigureSpec): Promise<void> {
  await page.keyboard.press('ControlOrMeta+o')
  const buffer = Buffer.from(JSON.stringify(spec))
  await page.getByLabel('A saved figure', { exact: true }).setInputFiles({ name: 'f.json', mimeType: '', buffer })
  await expect(page.getByLabel('A saved figure', { exact: true })).toHaveCount(0)
  if (spec.kind === 'panels') return
  await expect(page.getByRole('dialog')).toHaveCount(0)
  await page.getByRole('button', { name: 'Export figure' }).click()
  await dialog(page)
    .getByRole('button', { name: /^Figure: / })
    .click()
  await page.getByRole('menuitem', { name: titles[spec.kind]!, exact: true }).click()
}

/** What the dialog would save now: the bytes, and the spec in them. */
async function saved(page: Page): Promise<{ svg: Buffer; spec: FigureSpec }> {
  await dialog(page).getByRole('radio', { name: 'SVG' }).click()
  const save = dialog(page).getByRole('button', { name: 'Save SVG' })
  await expect(save).toBeEnabled({ timeout: 10_000 })
  const [download] = await Promise.all([page.waitForEvent('download'), save.click()])
  const svg = await readFile(await download.path())
  return { svg, spec: figureSpec.parse(readProvenance(svg)!.spec) }
}

test('a saved figure of every kind opens as the view that it was saved of, and the command line makes it to the same bytes', async ({
  page,
  address,
}) => {
  test.setTimeout(420_000)
  const folder = mkdtempSync(join(tmpdir(), 'tokentrace-figures-'))
  try {
    const other = makeQuantisedSample(join(folder, 'sample-in-four-bits'))
    // A model is at hand once it was opened.
    await page.goto(address)
    await expect(page.getByRole('banner')).toContainText('6 layers')
    await page.keyboard.press('ControlOrMeta+o')
    await page.getByRole('combobox', { name: /Path/ }).fill(other)
    await page.keyboard.press('Enter')
    await expect(page.getByRole('banner')).toContainText('sample-in-four-bits')
    for (const { out, figure } of figures) {
      await test.step(out, async () => {
        await open(page, figure)
        // What was restored may still be computed.
        await expect
          .soft(async () => {
            const { svg, spec } = await saved(page)
            expect(shown(spec)).toEqual(shown(figure))
            writeFileSync(join(folder, `${out}.svg`), svg)
          }, out)
          .toPass({ timeout: 30_000 })
        await page.keyboard.press('Escape')
        await expect(page.getByRole('dialog')).toHaveCount(0)
      })
    }
    const again = figures.map(({ out }) => ({ figure: `${out}.svg`, out: `again-${out}.svg` }))
    writeFileSync(join(folder, 'all.json'), JSON.stringify({ model: 'sample', other, figures: again }))
    const { code, stderr } = await runCli(['--data', join(folder, 'data'), 'figure', join(folder, 'all.json')])
    expect({ code, stderr }).toEqual({ code: 0, stderr: '' })
    for (const { figure, out } of again) {
      expect.soft(readFileSync(join(folder, out)).equals(readFileSync(join(folder, figure))), figure).toBe(true)
    }
  } finally {
    rmSync(folder, { recursive: true, force: true })
  }
})
