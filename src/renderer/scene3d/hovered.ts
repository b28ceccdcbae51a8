/** What the pointer is on: an index into the trajectory's steps, words or others. */
export interface Hovered {
  readonly kind: 'station' | 'word' | 'other'
  readonly index: number
}

export function sameHovered(a: Hovered | null, b: Hovered | null): boolean {
  return a === b || (a !== null && b !== null && a.kind === b.kind && a.index === b.index)
}
