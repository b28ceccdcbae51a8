import { readFile } from 'node:fs/promises'
import { resolve } from 'node:path'
import type { ThirdList } from '../../../shared/direction'
import { Fault } from '../../../shared/fault'
import { listsOf, readList, type WordList } from '../../../shared/word-list'
import type { EngineSession } from './engine-session'
import type { World } from './world'
import { WrongUse } from './wrong-use'

/** What was said of two lists: a shipped one by its name, or two of one's own, each as entries or as a file. */
export interface ListWords {
  readonly list?: string
  readonly from?: string
  readonly to?: string
}

/** Two lists, and what stands at either end. */
export interface TwoLists {
  readonly ends: [string, string]
  readonly minus: string[]
  readonly plus: string[]
  readonly paired: boolean
  /** Of a shipped list; null of one's own. */
  readonly title: string | null
}

const isFile = (text: string) => /\.(txt|csv|tsv)$/i.test(text)

/** Reads what was said of two lists of words or sentences. */
export async function twoLists(
  { list, from, to }: ListWords,
  of: WordList['of'],
  model: string,
  { client }: EngineSession,
  { cwd }: World,
): Promise<TwoLists> {
  if ((list === undefined) === (from === undefined && to === undefined)) {
    throw new WrongUse('Give --list, or --from and --to.')
  }
  if (list !== undefined) {
    const shipped = (await client.directions.lists({ path: model })).filter((one) => one.list.of === of)
    const found = shipped.find(({ id }) => id === list)
    if (!found) {
      throw new WrongUse(`There is no list of ${of} “${list}”; there is ${shipped.map(({ id }) => id).join(', ')}.`)
    }
    const { ends, title } = found.list
    return { ...listsOf(found.list), ends, title, paired: true }
  }
  if (from === undefined || to === undefined) throw new WrongUse('A direction has two ends: give --from and --to.')
  const [minus, plus] = [await readOne(from, of, cwd), await readOne(to, of, cwd)]
  const ends: [string, string] = [minus.name || 'from', plus.name || 'to']
  return { minus: minus.entries, plus: plus.entries, ends, paired: false, title: null }
}

/** Reads a list, and calls it by its file's name or by its first entries. */
export async function readOne(text: string, of: WordList['of'], cwd: string): Promise<ThirdList> {
  if (!isFile(text)) {
    const entries = readList(text, of)
    return { name: entries.slice(0, 3).join(', ').slice(0, 60), entries }
  }
  return { name: text.replace(/^.*[\\/]/, '').slice(0, 60), entries: readList(await textOf(resolve(cwd, text)), of) }
}

async function textOf(file: string): Promise<string> {
  try {
    return await readFile(file, 'utf8')
  } catch (error) {
    const details = error instanceof Error ? error.message : String(error)
    throw Fault.input('The list cannot be read', { file, details, remedy: 'Name a text file that is there.' })
  }
}
