import * as z from 'zod'
import { create } from 'zustand'
import { mostEntries } from '../../shared/direction'
import { recall, remember } from './preferences'

/** A list of words that a person chose on the map, to be one end of a direction. */
const ownList = z.object({
  name: z.string().min(1).max(60),
  words: z.array(z.string().min(1)).min(1).max(mostEntries),
})

export type OwnList = z.infer<typeof ownList>

const key = 'tokentrace.word-lists'

export const useWordLists = create<{ readonly lists: readonly OwnList[] }>()(() => ({ lists: readLists() }))

/** Keeps a list under its name; one of the same name gives way. Words that differ in their spaces alone are one. */
export function saveWordList(name: string, texts: readonly string[]): void {
  const words = [...new Set(texts.map((text) => text.trim()).filter((text) => text !== ''))].slice(0, mostEntries)
  if (words.length === 0) return
  keep([...useWordLists.getState().lists.filter((list) => list.name !== name), { name: name.slice(0, 60), words }])
}

export function removeWordList(name: string): void {
  keep(useWordLists.getState().lists.filter((list) => list.name !== name))
}

function keep(lists: readonly OwnList[]): void {
  useWordLists.setState({ lists })
  remember(key, lists.length === 0 ? null : JSON.stringify(lists))
}

function readLists(): OwnList[] {
  try {
    return z.array(ownList).parse(JSON.parse(recall(key) ?? '[]'))
  } catch {
    // Written by another version, or by hand: a convenience, which the window does without.
    return []
  }
}
