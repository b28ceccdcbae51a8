/** For every row its nearest others, nearest first: `ids` and `distances` (Euclidean) are [rows, k], row-major. */
export interface NearRows {
  readonly k: number
  readonly ids: Int32Array
  readonly distances: Float32Array
}
