import { readFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import { relativeBuckets } from './relative-buckets'

/** What transformers' MPNetEncoder.relative_position_bucket gives (fixtures/make_encoders.py). */
const { first, buckets } = JSON.parse(readFileSync('fixtures/reference/relative-buckets.json', 'utf8')) as {
  first: number
  buckets: number[]
}

describe('the bucket of a distance', () => {
  it('is what PyTorch rounds it to, for every distance that has one of its own', () => {
    expect(relativeBuckets({ buckets: 32, longest: 128 })).toEqual(buckets.slice(-128 - first, 129 - first))
  })

  it('is the last of its side for all that are farther', () => {
    const own = relativeBuckets({ buckets: 32, longest: 128 })
    expect(new Set(buckets.slice(0, -128 - first))).toEqual(new Set([own[0]]))
    expect(new Set(buckets.slice(129 - first))).toEqual(new Set([own.at(-1)]))
  })
})
