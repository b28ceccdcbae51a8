import { create } from 'zustand'
import type { Progress } from '../../shared/contract'

interface Work {
  readonly progress: Progress | null
}

/** What the looks are waiting for, the first asked first: the engine does one thing at a time. */
export const useLooksAtWork = create<{ readonly first: Work | null }>()(() => ({ first: null }))

/** Answers that come sooner are not told of, so that the status line does not flicker. */
const toldAfterMs = 400

const atWork = new Map<symbol, Work>()

function tell(): void {
  useLooksAtWork.setState({ first: atWork.values().next().value ?? null })
}

/** Tells the status line that a look waits for the engine, until it ends. */
export function beginWork(): { progress(next: Progress): void; end(): void } {
  const own = Symbol('work')
  let newest: Progress | null = null
  const set = () => {
    atWork.set(own, { progress: newest })
    tell()
  }
  const timer = setTimeout(set, toldAfterMs)
  return {
    progress(next) {
      newest = next
      if (atWork.has(own)) set()
    },
    end() {
      clearTimeout(timer)
      if (atWork.delete(own)) tell()
    },
  }
}
