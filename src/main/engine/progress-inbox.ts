import type { OnProgress, Progress } from '../../shared/contract'

/** Reports of one stage of one model that come closer together than this are joined; a person does not see them apart. */
const pauseMs = 50

/** Keeps what was reported until a reader, slow or quick, takes it. */
export interface ProgressInbox {
  readonly report: OnProgress
  /** Nothing comes any more: what waits is handed out without a pause. */
  end(): void
  /** The next report that is due; null after the last. One reader at a time. */
  take(): Promise<Progress | null>
}

/**
 * Of reports of one stage in a row only the newest waits, and they are handed out at most every 50 ms; the first of another
 * stage comes through at once, and so does the last of all.
 */
export function createProgressInbox(): ProgressInbox {
  const waiting: Progress[] = []
  let ended = false
  let wake = () => {}
  let taken: { readonly progress: Progress; readonly at: number } | null = null

  /** Resolves at the next report or end, or when the time is up. */
  const news = (ms?: number) =>
    new Promise<void>((resolve) => {
      const timer = ms === undefined ? undefined : setTimeout(resolve, ms)
      wake = () => {
        clearTimeout(timer)
        resolve()
      }
    })
  const pauseLeft = (next: Progress) => {
    if (ended || waiting.length > 1 || !taken || !isSameWork(taken.progress, next)) return 0
    return taken.at + pauseMs - performance.now()
  }

  return {
    report(progress) {
      if (ended) return
      const last = waiting.at(-1)
      if (last && isSameWork(last, progress)) waiting.pop()
      waiting.push(progress)
      wake()
    },
    end() {
      ended = true
      wake()
    },
    async take() {
      for (;;) {
        const [next] = waiting
        if (next === undefined) {
          if (ended) return null
          await news()
          continue
        }
        const ms = pauseLeft(next)
        if (ms > 0) {
          await news(ms)
          continue
        }
        waiting.shift()
        taken = { progress: next, at: performance.now() }
        return next
      }
    },
  }
}

function isSameWork(one: Progress, other: Progress): boolean {
  return one.stage === other.stage && one.of === other.of
}
