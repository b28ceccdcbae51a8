import { readFile } from 'node:fs/promises'
import { resolve } from 'node:path'
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
  const read = async (text: string) => readList(isFile(text) ? await textOf(resolve(cwd, text)) : text, of)
  const name = (text: string, entries: readonly string[]) =>
    isFile(text) ? text.replace(/^.*[\\/]/, '').slice(0, 60) : entries.slice(0, 3).join(', ').slice(0, 60)
  const [minus, plus] = [await read(from), await read(to)]
  return { minus, plus, ends: [name(from, minus) || 'from', name(to, plus) || 'to'], paired: false, title: null }
}

async function textOf(file: string): Promise<string> {
  try {
    return await readFile(file, 'utf8')
  } catch (error) {
    const details = error instanceof Error ? error.message : String(error)
    throw Fault.input('The list cannot be read', { file, details, remedy: 'Name a text file that is there.' })
  }
}
