import { useEffect, useState } from 'react'
import { mostEntries } from '../../../shared/direction'
import { type KnownWords, listsOf, readList, type WordList } from '../../../shared/word-list'
import { clients } from '../../state/clients'
import { useSession } from '../../state/session'

/** Two lists as they are being written. */
export interface ListDraft {
  readonly of: WordList['of']
  readonly ends: readonly [string, string]
  readonly texts: readonly [string, string]
  /** Whether they came as pairs and are still as many. */
  readonly paired: boolean
}

export const emptyDraft = (of: WordList['of']): ListDraft => ({
  of,
  ends: of === 'words' ? ['from', 'to'] : ['one', 'other'],
  texts: ['', ''],
  paired: false,
})

export function draftOf(list: WordList): ListDraft {
  const { minus, plus } = listsOf(list)
  return { of: list.of, ends: list.ends, texts: [minus.join('\n'), plus.join('\n')], paired: true }
}

/** The two lists of what was asked before, to go on from. */
export function draftAgain(
  {
    ends,
    minus,
    plus,
    paired,
  }: { ends: readonly [string, string]; minus: readonly string[]; plus: readonly string[]; paired: boolean },
  ofWords: boolean,
): ListDraft {
  return { of: ofWords ? 'words' : 'sentences', ends, texts: [minus.join('\n'), plus.join('\n')], paired }
}

export interface ReadDraft {
  readonly minus: string[]
  readonly plus: string[]
  readonly paired: boolean
  /** Why they cannot be taken; null where they can. */
  readonly wrong: string | null
}

export function readDraft({ of, ends, texts, paired }: ListDraft): ReadDraft {
  const [minus, plus] = texts.map((text) => readList(text, of)) as [string[], string[]]
  const what = of === 'words' ? 'words' : 'sentences'
  const wrong =
    minus.length === 0 || plus.length === 0
      ? `Give ${what} for both ends.`
      : Math.max(minus.length, plus.length) > mostEntries
        ? `A list may have ${mostEntries} ${what}.`
        : ends.some((end) => end.trim() === '')
          ? 'Name both ends.'
          : null
  return { minus, plus, paired: paired && minus.length === plus.length, wrong }
}

/** What the open model's vocabulary has of words; null while that is being asked. */
export function useKnown(words: readonly string[]): KnownWords | null {
  const path = useSession((session) => session.model?.path)
  const key = JSON.stringify(words)
  const [found, setFound] = useState<{ key: string; known: KnownWords } | null>(null)
  useEffect(() => {
    if (path === undefined) return
    const controller = new AbortController()
    const { signal } = controller
    const timer = setTimeout(() => {
      const asked = (JSON.parse(key) as string[]).slice(0, 2 * mostEntries)
      clients()
        .engine.directions.known({ path, words: asked }, { signal })
        .then(
          (known) => !signal.aborted && setFound({ key, known }),
          () => {
            // The direction itself says what is wrong.
          },
        )
    }, 200)
    return () => {
      clearTimeout(timer)
      controller.abort()
    }
  }, [key, path])
  return found?.key === key ? found.known : null
}
