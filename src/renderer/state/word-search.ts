import { useEffect, useState } from 'react'
import type { TokenInfo } from '../../shared/model-info'
import { clients } from './clients'
import { useSession } from './session'

/** Long enough to skip most keystrokes of a fast typist, short enough to feel live. */
const debounceMs = 140

/** Tokens of the open model that a typed word is; null while nothing is typed, none where it is no token. */
export function useTokensOf(word: string): readonly TokenInfo[] | null {
  const path = useSession((session) => session.model?.path)
  const [found, setFound] = useState<readonly TokenInfo[] | null>(null)
  useEffect(() => {
    if (word.trim() === '' || path === undefined) {
      setFound(null)
      return
    }
    const controller = new AbortController()
    const timer = setTimeout(() => {
      clients()
        .engine.model.wordIds({ path, word }, { signal: controller.signal })
        .then(
          (answer) => !controller.signal.aborted && setFound(answer),
          () => !controller.signal.aborted && setFound([]),
        )
    }, debounceMs)
    return () => {
      clearTimeout(timer)
      controller.abort()
    }
  }, [word, path])
  return found
}
