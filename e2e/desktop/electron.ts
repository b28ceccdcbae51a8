import { existsSync, readFileSync } from 'node:fs'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import { _electron, test as base, type ElectronApplication, type Page } from '@playwright/test'

export const root = join(import.meta.dirname, '../..')
export const gpt2 = join(root, 'fixtures/models/gpt2-tiny')
export const gguf = join(root, 'fixtures/gguf/llama-tiny.gguf')
const standin = join(root, 'e2e/standin')

interface Binary {
  readonly path: string | null
  readonly isStandin: boolean
  /** What the tests ran on, in words, since it decides what they show. */
  readonly words: string
}

/** As Electron itself looks for it. Without one, the stand-in, where it can run. */
function findBinary(): Binary {
  const override = process.env.ELECTRON_OVERRIDE_DIST_PATH && resolve(process.env.ELECTRON_OVERRIDE_DIST_PATH)
  const pathFile = join(root, 'node_modules/electron/path.txt')
  const name = existsSync(pathFile) ? readFileSync(pathFile, 'utf8').trim() : null
  const real = override ? join(override, name ?? 'electron') : name && join(root, 'node_modules/electron/dist', name)
  if (override !== standin && real && existsSync(real)) {
    const blind = process.platform === 'linux' && !process.env.DISPLAY && !process.env.WAYLAND_DISPLAY
    if (!blind) return { path: real, isStandin: false, words: `the real Electron binary, ${real}` }
    return { path: null, isStandin: false, words: 'nothing: the Electron binary is here, but there is no display' }
  }
  if (process.platform === 'win32')
    return { path: null, isStandin: false, words: 'nothing: no Electron binary is here' }
  return {
    path: join(standin, 'electron'),
    isStandin: true,
    words: 'the STAND-IN for Electron (e2e/standin), since the binary is not here: Node and a headless Chromium',
  }
}

export const binary = findBinary()

/** Words for a program that is started beside Playwright's, on the same data folder. */
export function wordsFor(dataFolder: string, words: readonly string[] = []): string[] {
  return [root, '--data', dataFolder, ...words]
}

interface Fixtures {
  /** A fresh folder for settings, activations and the window's profile. */
  dataFolder: string
  /** Words for the program, a model's path say. */
  words: readonly string[]
  desktop: ElectronApplication
  page: Page
}

interface WorkerFixtures {
  announced: undefined
}

/** The built desktop program and its window. A window that threw an error fails its test. */
export const test = base.extend<Fixtures, WorkerFixtures>({
  announced: [
    // biome-ignore lint/correctness/noEmptyPattern: Playwright reads the names of fixtures from the pattern.
    async ({}, use) => {
      console.log(`The desktop's tests run on ${binary.words}.`)
      await use(undefined)
    },
    { scope: 'worker', auto: true },
  ],
  // biome-ignore lint/correctness/noEmptyPattern: as above
  dataFolder: async ({}, use) => {
    const folder = await mkdtemp(join(tmpdir(), 'tokentrace-desktop-'))
    await use(folder)
    await rm(folder, { recursive: true, force: true, maxRetries: 5 })
  },
  words: [[], { option: true }],
  desktop: async ({ dataFolder, words }, use, testInfo) => {
    test.skip(binary.path === null, `The desktop's tests ran on ${binary.words}.`)
    // Playwright asks the electron package for the binary, which would try to fetch it.
    if (binary.isStandin) process.env.ELECTRON_OVERRIDE_DIST_PATH = standin
    const desktop = await _electron.launch({ args: wordsFor(dataFolder, words), cwd: root })
    let output = ''
    for (const stream of [desktop.process().stdout, desktop.process().stderr]) {
      stream?.setEncoding('utf8').on('data', (text: string) => {
        output += text
      })
    }
    await use(desktop)
    await desktop.close()
    if (testInfo.status !== testInfo.expectedStatus) {
      await testInfo.attach('program output', { body: output, contentType: 'text/plain' })
    }
  },
  page: async ({ desktop }, use) => {
    const page = await desktop.firstWindow()
    const complaints: string[] = []
    page.on('pageerror', (error) => complaints.push(error.message))
    await page.locator('#root > *').first().waitFor()
    await use(page)
    if (complaints.length > 0) throw new Error(`The page complained:\n${complaints.join('\n')}`)
  },
})

/** The engine's process: Electron lists its utility processes by their service's name. */
export function enginePid(desktop: ElectronApplication): Promise<number | undefined> {
  return desktop.evaluate(
    ({ app }) =>
      app.getAppMetrics().find(({ name, serviceName }) => (name ?? serviceName ?? '').includes('Tokentrace engine'))
        ?.pid,
  )
}

/** Chooses in the application's menu, as a person does with the mouse. */
export function chooseInMenu(desktop: ElectronApplication, id: string): Promise<void> {
  return desktop.evaluate(({ Menu }, id) => {
    const item = Menu.getApplicationMenu()?.getMenuItemById(id)
    if (!item) throw new Error(`The menu has no ${id}`)
    item.click()
  }, id)
}

export { expect } from '@playwright/test'
