import { type FloatTensor, floatTensor, row } from '../../shared/tensor'

/** v of the heads' sources, each times the weight that the token's query gives it. */
export interface Weighed {
  /** [heads, rows, d_head], a row for each of `sources`. */
  readonly z: FloatTensor
  readonly sources: readonly number[]
}

export interface HeadTensors {
  /** [1, heads, query, key] */
  readonly pattern: FloatTensor
  /** [1, key, kv_heads, d_head]; each serves heads / kv_heads heads that lie one after the other. */
  readonly v: FloatTensor
}

/** Those of the attention whose hook points begin with `at`. */
export function valuesOf(tensors: ReadonlyMap<string, FloatTensor>, at: string): HeadTensors {
  return { pattern: tensors.get(`${at}.hook_pattern`)!, v: tensors.get(`${at}.hook_v`)! }
}

/** pattern[h, position, s] · v[s, kv(h)] for the sources s. */
export function weighedValues({ pattern, v }: HeadTensors, position: number, sources: readonly number[]): Weighed {
  const heads = pattern.shape[1]!
  const [, , keyHeads, width] = v.shape as [number, number, number, number]
  const z = new Float32Array(heads * sources.length * width)
  for (let head = 0; head < heads; head++) {
    const weights = row(pattern, 0, head, position)
    const keyHead = Math.floor((head * keyHeads) / heads)
    for (const [index, source] of sources.entries()) {
      const weight = weights[source]!
      const value = row(v, 0, source, keyHead)
      const at = (head * sources.length + index) * width
      for (let i = 0; i < width; i++) z[at + i] = weight * value[i]!
    }
  }
  return { z: floatTensor(z, [heads, sources.length, width]), sources }
}

/** The same summed over all sources, which is `hook_z` at the position: [heads, 1, d_head]. */
export function mixedValues({ pattern, v }: HeadTensors, position: number): FloatTensor {
  const heads = pattern.shape[1]!
  const [, length, keyHeads, width] = v.shape as [number, number, number, number]
  const mixed = new Float64Array(heads * width)
  for (let head = 0; head < heads; head++) {
    const weights = row(pattern, 0, head, position)
    const keyHead = Math.floor((head * keyHeads) / heads)
    for (let source = 0; source < length; source++) {
      const weight = weights[source]!
      if (weight === 0) continue
      const value = row(v, 0, source, keyHead)
      for (let i = 0; i < width; i++) mixed[head * width + i]! += weight * value[i]!
    }
  }
  return floatTensor(Float32Array.from(mixed), [heads, 1, width])
}
