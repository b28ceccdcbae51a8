/** Work in steps of a millisecond or so; before each it says how much of it is done, between 0 and 1. */
export type Sliced<T> = Generator<number, T, void>

/** In milliseconds: after so long, others have their turn. */
const turn = 8

/**
 * Does the work of all steps, and lets others have their turn in between: `giveWay` is awaited each time, with the share that is done,
 * and may throw, which ends the work.
 */
export async function inSlices<T>(work: Sliced<T>, giveWay: (share: number) => Promise<void>): Promise<T> {
  let since = Date.now()
  for (;;) {
    const step = work.next()
    if (step.done) return step.value
    if (Date.now() - since < turn) continue
    await giveWay(step.value)
    since = Date.now()
  }
}

/** The same at one go, where nobody waits. */
export function atOnce<T>(work: Sliced<T>): T {
  for (;;) {
    const step = work.next()
    if (step.done) return step.value
  }
}
