/** Numbers that a caller gives for an input, in the order of its axes. */
export interface Given {
  readonly numbers: ArrayLike<number>
  /** Null where the input's own declaration, and how many they are, tell. */
  readonly shape: readonly number[] | null
}

export type GivenInputs = ReadonlyMap<string, Given>
