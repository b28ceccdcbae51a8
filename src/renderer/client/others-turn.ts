/** Between two slices of long work: what waits in the window has its turn. */
export const othersTurn = () => new Promise<void>((resolve) => setTimeout(resolve))
