import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import fc from 'fast-check'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { openSettings, recentModels, rememberModel } from './settings'

let folder: string
let path: string
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'tokentrace-settings-'))
  path = join(folder, 'settings.json')
})
afterEach(() => {
  rmSync(folder, { recursive: true })
})

const onDisk = () => JSON.parse(readFileSync(path, 'utf8'))
const model = (path: string) => ({ path, name: path, parameters: 124_439_808 })
const defaults = () => ({ storeFolder: folder, storeLimitBytes: 4e9, recentModels: [], directions: [] })

describe('settings', () => {
  it('are the defaults at first, and nothing is written for that', () => {
    const settings = openSettings(folder)
    expect(settings.get()).toEqual(defaults())
    expect(settings.notice).toBeNull()
    expect(readdirSync(folder)).toEqual([])
  })

  it('that were changed are found again, and the file holds those alone', async () => {
    const answer = await openSettings(folder).update(() => ({ storeLimitBytes: 2 ** 30 }))
    expect(answer).toEqual({ ...defaults(), storeLimitBytes: 2 ** 30 })
    expect(openSettings(folder).get()).toEqual(answer)
    expect(onDisk()).toEqual({ storeLimitBytes: 2 ** 30 })
    expect(readdirSync(folder)).toEqual(['settings.json'])
  })

  it('make their folder when it is not there', async () => {
    const deep = join(folder, 'not', 'yet')
    await openSettings(deep).update(() => ({ storeLimitBytes: 2 ** 30 }))
    expect(openSettings(deep).get().storeLimitBytes).toBe(2 ** 30)
  })

  it('changed by two processes keep what each of them changed', async () => {
    const [one, other] = [openSettings(folder), openSettings(folder)]
    await one.update(() => ({ storeLimitBytes: 2 ** 30 }))
    await other.update(() => ({ storeFolder: '/elsewhere' }))
    await one.update(() => ({ recentModels: [model('/a')] }))
    const both = { storeFolder: '/elsewhere', storeLimitBytes: 2 ** 30, recentModels: [model('/a')], directions: [] }
    expect(one.get()).toEqual(both)
    expect(other.get()).toEqual(both)
  })

  it('changed many times at once lose no change', async () => {
    const settings = openSettings(folder)
    await Promise.all(['/a', '/b', '/c', '/d'].map((path) => rememberModel(settings, model(path))))
    expect(settings.get().recentModels.map(({ path }) => path)).toEqual(['/d', '/c', '/b', '/a'])
  })

  it('of another version are kept through a change', async () => {
    writeFileSync(path, JSON.stringify({ theme: 'dark', storeLimitBytes: 2 ** 30 }))
    await openSettings(folder).update(() => ({ storeFolder: '/elsewhere' }))
    expect(onDisk()).toEqual({ theme: 'dark', storeLimitBytes: 2 ** 30, storeFolder: '/elsewhere' })
  })

  it('written by an editor with a byte order mark are read', () => {
    writeFileSync(path, '\uFEFF{"storeLimitBytes": 1073741824}')
    const settings = openSettings(folder)
    expect(settings.get().storeLimitBytes).toBe(2 ** 30)
    expect(settings.notice).toBeNull()
  })
})

describe('a damaged file', () => {
  const damaged = [
    '',
    '{"storeLimitBytes": 1073',
    '[]',
    'null',
    '{"storeLimitBytes": "much"}',
    '{"storeLimitBytes": -1}',
  ]
  it.each(damaged)('(%j) is moved aside whole, the defaults hold, and a notice says so', (text) => {
    writeFileSync(path, text)
    const settings = openSettings(folder)
    expect(settings.get()).toEqual(defaults())
    const [aside, ...others] = readdirSync(folder)
    expect(others).toEqual([])
    expect(aside).toMatch(/^settings\.damaged-[\dTZ.-]+\.json$/)
    expect(readFileSync(join(folder, aside!), 'utf8')).toBe(text)
    expect(settings.notice).toContain(join(folder, aside!))
  })

  it('that turns up while the engine runs is not overwritten by a change', async () => {
    const settings = openSettings(folder)
    writeFileSync(path, '{"storeFolder": ')
    await settings.update(() => ({ storeLimitBytes: 2 ** 30 }))
    expect(onDisk()).toEqual({ storeLimitBytes: 2 ** 30 })
    expect(readdirSync(folder)).toHaveLength(2)
    expect(settings.notice).toContain('damaged')
  })

  it('of any content is either read or moved aside, never thrown over', () => {
    const content = fc.oneof(fc.json(), fc.string(), fc.constant('{"recentModels":[{"path":"/a","name":"a"}]}'))
    fc.assert(
      fc.property(content, (text) => {
        for (const name of readdirSync(folder)) rmSync(join(folder, name))
        writeFileSync(path, text)
        const settings = openSettings(folder)
        const [name, ...others] = readdirSync(folder)
        expect(others).toEqual([])
        expect(readFileSync(join(folder, name!), 'utf8')).toBe(text)
        expect(settings.notice === null).toBe(name === 'settings.json')
      }),
    )
  })
})

it('a file that cannot be read leaves the defaults with a notice, and is not written over', async () => {
  mkdirSync(path)
  const settings = openSettings(folder)
  expect(settings.get()).toEqual(defaults())
  expect(settings.notice).toBe(`${path}: The settings cannot be read. The defaults hold.`)
  await expect(settings.update(() => ({ storeLimitBytes: 2 ** 30 }))).rejects.toMatchObject({
    data: { kind: 'environment', message: 'The settings cannot be read', file: path },
  })
})

it('a data folder that cannot be made is a fault that names it', async () => {
  writeFileSync(join(folder, 'file'), '')
  const under = join(folder, 'file', 'data')
  const settings = openSettings(under)
  expect(settings.get().storeFolder).toBe(under)
  await expect(settings.update(() => ({ storeLimitBytes: 2 ** 30 }))).rejects.toMatchObject({
    data: { kind: 'environment' },
  })
})

describe('recent models', () => {
  it('are the last twelve, the latest first, each path once with its latest facts', async () => {
    const settings = openSettings(folder)
    for (let n = 0; n < 14; n++) await rememberModel(settings, model(`/m${n}`))
    await rememberModel(settings, { ...model('/m5'), name: 'renamed' })
    const { recentModels } = settings.get()
    expect(recentModels).toHaveLength(12)
    expect(recentModels[0]).toEqual({ path: '/m5', name: 'renamed', parameters: 124_439_808 })
    expect(recentModels.slice(1, 3)).toEqual([model('/m13'), model('/m12')])
    expect(recentModels.at(-1)).toEqual(model('/m2'))
  })

  it('whose folder is gone are not offered, and are again when it comes back', async () => {
    const settings = openSettings(folder)
    const [here, away] = [join(folder, 'here'), join(folder, 'away')]
    mkdirSync(here)
    await rememberModel(settings, model(here))
    await rememberModel(settings, model(away))
    expect(await recentModels(settings)).toEqual([model(here)])
    mkdirSync(away)
    expect(await recentModels(settings)).toEqual([model(away), model(here)])
  })
})
