import { copyFileSync, existsSync, mkdirSync, writeFileSync } from 'node:fs'
import { basename, join } from 'node:path'
import { expect, type Locator, type Page } from '@playwright/test'
import { makeQuantisedSample } from '../quantised-sample'
import { makeSampleGraph } from '../sample-graph'
import { canvas, openByPath, row, runButton, runSummary, sample, sentence, typeSentence } from '../server/workbench'
import { makeTwoTexts } from '../word-model'

/** What a picture shows, and how the window comes to show it. */
export interface Scene {
  /** Of the file, without its ending. */
  readonly name: string
  /** Begins on the start page; `folder` is there for its files and goes away with the window. */
  readonly show: (page: Page, folder: string) => Promise<void>
}

const tab = (page: Page, name: string) => page.getByRole('tab', { name, exact: true })

async function opened(page: Page, path: string): Promise<void> {
  await openByPath(page, path)
  await expect(sentence(page)).toBeVisible()
}

/** Compares the sample in four bits, which lies in a folder of this name, with the sample itself. */
async function besideItself(page: Page, folder: string): Promise<void> {
  await opened(page, makeQuantisedSample(folder))
  await stand(page, givers, 14, 'to', 'L3 attention')
  await tab(page, 'Two models').click()
  await page.getByRole('button', { name: 'Choose a model' }).click()
  await page
    .getByRole('dialog')
    .getByRole('button', { name: /^sample a small/ })
    .click()
}

/** Runs a sentence on the sample and stands on a token at a step. */
async function stand(page: Page, text: string, tokens: number, token: string, station: string): Promise<void> {
  await typeSentence(page, text, tokens)
  await runButton(page).click()
  await expect(runSummary(page)).toContainText(/computed on|from the store/)
  await page.getByRole('list', { name: 'Tokens' }).getByRole('button').filter({ hasText: token }).last().click()
  await row(page, station).click()
  await expect(canvas(page)).toBeVisible()
}

const givers = 'When Mary and John went to the store, John gave a drink to'

/** A view of a step of the last word of this sentence. */
function stepIn(name: string, title: string, ready: (page: Page) => Locator): Scene {
  return {
    name,
    show: async (page) => {
      await opened(page, sample)
      await stand(page, givers, 14, 'to', 'L3 attention')
      await tab(page, title).click()
      await expect(ready(page)).toBeVisible()
    },
  }
}

/** A story's scene, as the button on its card and the scene's own button name them. */
function storyScene(name: string, card: RegExp, scene: RegExp, ready: (page: Page) => Locator): Scene {
  return {
    name,
    show: async (page) => {
      await page.getByRole('button', { name: card }).click()
      await page.getByRole('button', { name: scene }).click()
      await expect(ready(page)).toBeVisible()
    },
  }
}

/** The README's own picture, the first page, and each view. */
export const scenes: readonly Scene[] = [
  storyScene('workbench', /^What makes this Tower/, /^Where the name leads/, (page) => row(page, 'L5 MLP')),
  { name: 'start', show: (page) => expect(page.getByRole('region', { name: 'Stories' })).toBeVisible() },
  {
    name: 'contexts',
    show: async (page) => {
      await opened(page, sample)
      await typeSentence(page, givers, 14)
      await runButton(page).click()
      await tab(page, 'Contexts').click()
      await page.getByRole('button', { name: 'Three moles' }).click()
      await expect(page.getByTestId('contexts-scene').locator('canvas')).toHaveAccessibleName(/^A “A mole”/)
    },
  },
  {
    name: 'two-models',
    show: async (page, folder) => {
      await besideItself(page, join(folder, 'sample-q4'))
      await expect(page.getByTestId('contexts-scene').locator('canvas')).toHaveAccessibleName(/^A “sample-q4”/)
    },
  },
  {
    name: 'similarity',
    show: async (page, folder) => {
      await besideItself(page, join(folder, 'sample-q4-cka'))
      await page.getByRole('radio', { name: 'CKA', exact: true }).click()
      await page
        .getByRole('textbox', { name: /^More sentences/ })
        .fill('The Eiffel Tower is in Paris\nA mole digs a hole\nThe Leaning Tower is in Pisa')
      await page.getByRole('button', { name: 'Use them' }).click()
      await expect(page.getByRole('img', { name: /^CKA: .* of 4 sentences;/ })).toBeVisible()
    },
  },
  {
    name: 'anatomy',
    show: async (page) => {
      await opened(page, sample)
      await tab(page, 'Anatomy').click()
      await expect(page.getByRole('img', { name: /^Parameters of sample and GPT-3 175B/ })).toBeVisible()
    },
  },
  {
    name: 'matrix',
    show: async (page) => {
      await opened(page, sample)
      await tab(page, 'Anatomy').click()
      await page.getByRole('button', { name: 'Positions and types' }).click()
      await expect(page.getByRole('img', { name: 'Its singular values, the largest first' })).toBeVisible()
      await expect(page.getByRole('img', { name: /^The matrix, all 128 rows/ })).toBeVisible()
    },
  },
  {
    name: 'directions',
    show: async (page) => {
      await opened(page, sample)
      await tab(page, 'Directions').click()
      await page.getByRole('radio', { name: 'Two lists' }).click()
      await page.getByRole('button', { name: 'Look along it' }).click()
      await expect(page.locator('.directions-figure svg')).toContainText('Cohen’s d')
    },
  },
  {
    name: 'direction-axis',
    show: async (page) => {
      await opened(page, sample)
      await tab(page, 'Directions').click()
      await page.getByRole('radio', { name: 'Two lists' }).click()
      await page.getByRole('textbox', { name: 'Name', exact: true }).fill('gender')
      await page.getByRole('button', { name: 'Save', exact: true }).click()
      await page
        .getByRole('region', { name: 'Saved directions' })
        .getByRole('button', { name: /^Draw pictures along/ })
        .click()
      await tab(page, 'Path').click()
      await stand(page, 'The king loves his', 4, 'his', 'L3 attention')
      await expect(page.getByTestId('trajectory-scene')).toContainText('male → female')
    },
  },
  {
    name: 'probe',
    show: async (page) => {
      await opened(page, sample)
      await tab(page, 'Directions').click()
      await page.getByRole('radio', { name: 'Probe' }).click()
      await page.getByRole('button', { name: 'Probe every layer' }).click()
      await expect(page.getByText(/^Best \d+ % of held-out/)).toBeVisible({ timeout: 60_000 })
    },
  },
  stepIn('moves', 'Moves', (page) => page.getByRole('grid', { name: 'Contributions by layer and head' })),
  stepIn('attention', 'Attention', (page) => page.getByRole('listbox', { name: 'queries by keys' })),
  {
    name: 'two-texts',
    show: async (page, folder) => {
      // Random weights: it shows how the two texts stand to each other, and translates nothing.
      await opened(page, makeTwoTexts(join(folder, 't5-tiny')))
      await sentence(page).fill('The small red house is old and quiet near the river .')
      await page.getByRole('textbox', { name: 'Decoder’s text' }).fill('la petite maison rouge est vieille et calme')
      await runButton(page).click()
      await expect(runSummary(page)).toContainText(/computed on|from the store/)
      await page.getByRole('list', { name: 'Tokens' }).getByRole('button').filter({ hasText: 'maison' }).click()
      await row(page, 'L2 cross-attention').click()
      await tab(page, 'Attention').click()
      await expect(page.getByRole('listbox', { name: 'queries by keys' })).toBeVisible()
    },
  },
  {
    name: 'export',
    show: async (page) => {
      await opened(page, sample)
      await stand(page, 'The Eiffel Tower is in', 5, 'Tower', 'L3 attention')
      await page.getByRole('button', { name: 'Export figure' }).click()
      await expect(page.getByText(/^Prints text from/)).toBeVisible()
    },
  },
  {
    name: 'page',
    show: async (page) => {
      await opened(page, sample)
      await stand(page, givers, 14, 'to', 'L3 attention')
      await tab(page, 'Attention').click()
      await expect(page.getByRole('listbox', { name: 'queries by keys' })).toBeVisible()
      await page.getByRole('button', { name: 'Export figure' }).click()
      await page.getByRole('button', { name: 'Add to the page' }).click()
      await page.getByRole('button', { name: 'Show the page' }).click()
      for (const figure of ['Heads and MLPs', 'Path in 3D', 'Likeliest words']) {
        await page.getByRole('button', { name: 'Add a figure' }).click()
        await page.getByRole('menuitem', { name: figure, exact: true }).click()
      }
      await expect(page.getByRole('list', { name: 'Panels' }).getByRole('listitem')).toHaveCount(4)
      await page.getByLabel('Beside (a)').fill('a name mover')
      await page.getByRole('radio', { name: 'Fit' }).click()
      await expect(page.locator('.drawn-page svg[viewBox]')).toContainText('a name mover')
      await expect(page.locator('.drawn-page')).toHaveAttribute('aria-busy', 'false')
    },
  },
  stepIn('query-key-value', 'Q · K · V', (page) => page.getByRole('list', { name: 'Keys' })),
  {
    name: 'words',
    show: async (page) => {
      await opened(page, sample)
      await tab(page, 'Words').click()
      await expect(page.locator('.vocabulary #key')).toBeVisible()
    },
  },
  {
    name: 'words-neighbours',
    show: async (page) => {
      await opened(page, sample)
      await stand(page, givers, 14, 'to', 'L3 attention')
      await tab(page, 'Words').click()
      await page.getByRole('searchbox', { name: 'Find a word' }).fill('Mary')
      await page.getByRole('list', { name: 'Words found' }).getByRole('button').first().click()
      await expect(page.getByRole('list', { name: /^Nearest to/ }).getByRole('button')).toHaveCount(20)
      await page.waitForTimeout(600)
    },
  },
  stepIn('circuits', 'Circuits', (page) => page.getByRole('img', { name: /QK circuit on words$/ })),
  {
    name: 'circuits-heads',
    show: async (page) => {
      await opened(page, sample)
      await stand(page, givers, 14, 'to', 'L3 attention')
      await tab(page, 'Circuits').click()
      await page.getByRole('radio', { name: 'All heads' }).first().click()
      await expect(page.getByRole('img', { name: 'Composition of heads' })).toBeVisible({ timeout: 60_000 })
    },
  },
  {
    name: 'onnx',
    show: async (page, folder) => {
      await opened(page, await makeSampleGraph(join(folder, 'graph')))
      await stand(page, givers, 14, 'to', 'L3 attention')
      await tab(page, 'Attention').click()
      await expect(page.getByRole('listbox', { name: 'queries by keys' })).toBeVisible()
      await tab(page, 'Model').click()
      const found = page.getByRole('region', { name: 'Found in the graph' })
      await found.getByRole('button', { name: 'Check it' }).click()
      await expect(found.locator('.check-verdict')).toHaveText('passed')
    },
  },
  stepIn('prediction', 'Predict', (page) => page.getByRole('grid', { name: 'Logit lens' })),
]

/** A trained model of the world, SmolLM2-135M, whose GGUF file is fetched: who moved the last word toward Paris. */
export function worldScene(file: string): Scene {
  return {
    name: 'smollm2',
    show: async (page) => {
      await opened(page, file)
      await typeSentence(page, 'The Eiffel Tower is in the city of', 9)
      await runButton(page).click()
      await expect(runSummary(page)).toContainText(/computed on|from the store/, { timeout: 60_000 })
      await page.getByRole('list', { name: 'Tokens' }).getByRole('button').filter({ hasText: 'of' }).last().click()
      await row(page, 'L23 attention').click({ timeout: 60_000 })
      await tab(page, 'Moves').click()
      await page.getByRole('radio', { name: 'To a word' }).click({ timeout: 60_000 })
      await expect(page.getByRole('grid', { name: 'Contributions by layer and head' })).toBeVisible({ timeout: 60_000 })
    },
  }
}

/** All words of that model, and the neighbours of one. */
export function worldWordsScene(file: string): Scene {
  return {
    name: 'words-smollm2',
    show: async (page) => {
      await opened(page, file)
      await tab(page, 'Words').click()
      await expect(page.locator('.vocabulary #key')).toBeVisible({ timeout: 120_000 })
      await page.getByRole('combobox', { name: 'Colour' }).selectOption('cluster')
      await page.getByRole('searchbox', { name: 'Find a word' }).fill('tower')
      await expect(page.getByRole('list', { name: 'Words found' })).toContainText('tower')
      await page.waitForTimeout(500)
      await page.getByRole('toolbar', { name: 'Camera' }).getByRole('button', { name: 'Frame the words' }).click()
    },
  }
}

/** How its package prepares images, but for what it pads. */
const prepared = {
  ...{ image_processor_type: 'BitImageProcessor', size: { shortest_edge: 224 }, resample: 3 },
  ...{ do_center_crop: true, crop_size: { height: 224, width: 224 } },
  ...{ image_mean: [0.485, 0.456, 0.406], image_std: [0.229, 0.224, 0.225] },
}

/** A trained vision transformer, whose ONNX file is fetched: where a head looks in a photograph (Stefan van der Walt's cat Chelsea, CC0). */
export function imageScene(file: string): Scene {
  return {
    name: 'image',
    show: async (page, folder) => {
      const place = join(folder, 'vit')
      mkdirSync(place, { recursive: true })
      const model = join(place, basename(file))
      if (!existsSync(model)) copyFileSync(file, model)
      writeFileSync(join(place, 'preprocessor_config.json'), JSON.stringify(prepared))
      await openByPath(page, model)
      await page.getByRole('textbox', { name: 'Image' }).fill(join(import.meta.dirname, 'chelsea.jpg'))
      await runButton(page).click()
      await expect(runSummary(page)).toContainText(/computed on|from the store/, { timeout: 60_000 })
      await page.getByRole('list', { name: 'Tokens' }).getByRole('button', { name: 'r8c5', exact: false }).click()
      await row(page, 'L8 attention').click({ timeout: 60_000 })
      await tab(page, 'Attention').click()
      await page.getByRole('radio', { name: 'Image' }).click({ timeout: 60_000 })
      await expect(page.getByRole('listbox', { name: 'its weights over the image' })).toBeVisible({ timeout: 60_000 })
    },
  }
}
