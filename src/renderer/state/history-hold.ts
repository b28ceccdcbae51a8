/** While a change is half done, the states on the way are nobody's history: the address waits. */
let held = 0

export function holdHistory<T>(change: () => T): T {
  held++
  try {
    return change()
  } finally {
    held--
  }
}

export async function holdHistoryWhile<T>(change: () => Promise<T>): Promise<T> {
  held++
  try {
    return await change()
  } finally {
    held--
  }
}

export function isHistoryHeld(): boolean {
  return held > 0
}
