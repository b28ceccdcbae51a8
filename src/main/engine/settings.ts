import { mkdirSync, readFileSync, renameSync } from 'node:fs'
import { stat } from 'node:fs/promises'
import { join } from 'node:path'
import * as z from 'zod'
import { type RecentModel, recentModel } from '../../shared/contract'
import { type Direction, direction } from '../../shared/direction'
import { Fault, toFaultData } from '../../shared/fault'
import { writeBytes } from '../export'
import { createQueue } from './serial-queue'

const recentAtMost = 12
/** Each may hold hundreds of sentences, and the file is read whole. */
const savedAtMost = 64

/** The file: what a person has never changed is not in it. What another version wrote is kept as it is. */
const fileSchema = z.looseObject({
  storeFolder: z.string().min(1).optional(),
  storeLimitBytes: z.int().positive().optional(),
  recentModels: z.array(recentModel).readonly().optional(),
  directions: z.array(direction).readonly().optional(),
})

export interface SettingsValues {
  /** Where the activation store lies: the data folder, unless another was chosen. */
  readonly storeFolder: string
  /** 4 GB, unless another limit was chosen. */
  readonly storeLimitBytes: number
  /** The most recent first, each path once. */
  readonly recentModels: readonly RecentModel[]
  /** In the order in which they were saved, each name once. */
  readonly directions: readonly Direction[]
}

export interface Settings {
  /** Set when the file that was found could not be used: what happened, and where it was moved. */
  readonly notice: string | null
  /** As they stand in the file now: another process may have changed them. */
  get(): SettingsValues
  /**
   * Changes some fields and leaves the rest as the file now has them. Answers the new settings. Rejects with an
   * `environment` fault when the file may not be written, or is there and cannot be read, so that nothing is overwritten
   * unseen.
   */
  update(change: (now: SettingsValues) => Partial<SettingsValues>): Promise<SettingsValues>
}

/**
 * The settings in `settings.json` of the data folder. A damaged file is moved aside as `settings.damaged-{time}.json` and
 * the defaults hold; one that cannot be read or moved stays where it is. Both are told by `notice`.
 */
export function openSettings(dataFolder: string): Settings {
  const path = join(dataFolder, 'settings.json')
  const oneAtATime = createQueue()
  let notice: string | null = null

  const read = (): z.infer<typeof fileSchema> => {
    const found = readSettings(path)
    if (found !== 'damaged') return found
    const aside = moveAside(dataFolder, path)
    if (aside !== null) notice = `${path} was damaged. It was moved to ${aside}, and the defaults hold.`
    return {}
  }
  const values = (file: z.infer<typeof fileSchema>): SettingsValues => ({
    storeFolder: file.storeFolder ?? dataFolder,
    storeLimitBytes: file.storeLimitBytes ?? 4e9,
    recentModels: file.recentModels ?? [],
    directions: file.directions ?? [],
  })
  const get = () => {
    try {
      return values(read())
    } catch (error) {
      notice = `${path}: ${toFaultData(error).message}. The defaults hold.`
      return values({})
    }
  }

  get()
  return {
    get notice() {
      return notice
    },
    get,
    update: (change) =>
      oneAtATime(async () => {
        const now = read()
        const next = { ...now, ...change(values(now)) }
        makeFolder(dataFolder)
        await writeBytes(path, `${JSON.stringify(next, null, 2)}\n`)
        return values(next)
      }),
  }
}

/** Puts a model that was opened at the head of the recent ones. */
export async function rememberModel(settings: Settings, model: RecentModel): Promise<void> {
  await settings.update(({ recentModels }) => ({
    recentModels: [model, ...recentModels.filter(({ path }) => path !== model.path)].slice(0, recentAtMost),
  }))
}

/** Keeps a direction under its name. Throws an `input` fault where there are too many. */
export async function saveDirection(settings: Settings, saved: Direction): Promise<Direction[]> {
  const { directions } = await settings.update(({ directions }) => {
    const at = directions.findIndex(({ name }) => name === saved.name)
    if (at < 0 && directions.length >= savedAtMost) {
      throw Fault.input(`There are ${savedAtMost} saved directions already`, {
        place: saved.name,
        remedy: 'Remove one of them.',
      })
    }
    return { directions: at < 0 ? [...directions, saved] : directions.with(at, saved) }
  })
  return [...directions]
}

/** Gives a saved direction another name, in its place. Throws an `input` fault where another one has it, or none has the old one. */
export async function renameDirection(settings: Settings, name: string, to: string): Promise<Direction[]> {
  const { directions } = await settings.update(({ directions }) => {
    const at = directions.findIndex((saved) => saved.name === name)
    if (at < 0) throw Fault.input(`No direction is saved as \u201c${name}\u201d`, { place: 'name' })
    if (name !== to && directions.some((saved) => saved.name === to)) {
      throw Fault.input(`Another direction is saved as \u201c${to}\u201d`, {
        place: 'name',
        remedy: 'Choose another name.',
      })
    }
    return { directions: directions.with(at, { ...directions[at]!, name: to }) }
  })
  return [...directions]
}

export async function removeDirection(settings: Settings, name: string): Promise<Direction[]> {
  const { directions } = await settings.update(({ directions }) => ({
    directions: directions.filter((saved) => saved.name !== name),
  }))
  return [...directions]
}

/**
 * The recent models whose folder is still there. The others stay in the file: a disk that is not mounted now comes back.
 */
export async function recentModels(settings: Settings): Promise<RecentModel[]> {
  const { recentModels } = settings.get()
  const there = await Promise.all(
    recentModels.map(({ path }) =>
      stat(path).then(
        (found) => found.isDirectory(),
        () => false,
      ),
    ),
  )
  return recentModels.filter((_, index) => there[index])
}

function readSettings(path: string): z.infer<typeof fileSchema> | 'damaged' {
  let text: string
  try {
    text = readFileSync(path, 'utf8')
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return {}
    throw settingsFault('The settings cannot be read', path, error)
  }
  try {
    // Some editors put a byte order mark before what a person typed.
    const found = fileSchema.safeParse(JSON.parse(text.replace(/^\uFEFF/, '')))
    return found.data ?? 'damaged'
  } catch {
    return 'damaged'
  }
}

/** The new path; null when another process was quicker. */
function moveAside(dataFolder: string, path: string): string | null {
  const time = new Date().toISOString().replaceAll(':', '-')
  const aside = join(dataFolder, `settings.damaged-${time}.json`)
  try {
    renameSync(path, aside)
    return aside
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return null
    throw settingsFault('The settings are damaged and cannot be moved aside', path, error)
  }
}

function makeFolder(folder: string): void {
  try {
    mkdirSync(folder, { recursive: true })
  } catch (error) {
    throw settingsFault('The folder of the settings cannot be made', folder, error)
  }
}

function settingsFault(message: string, file: string, error: unknown): Fault {
  const details = error instanceof Error ? error.message : String(error)
  const remedy = 'Allow reading and writing there, or remove it.'
  return new Fault({ kind: 'environment', message, file, remedy, details }, { cause: error })
}
