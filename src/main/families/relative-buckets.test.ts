import { readFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import { relativeBuckets } from './relative-buckets'

/** What transformers gives (fixtures/make_encoders.py, fixtures/make_encoder_decoders.py). */
function readBuckets(file: string) {
  return JSON.parse(readFileSync(`fixtures/reference/${file}.json`, 'utf8')) as { first: number; buckets: number[] }
}

describe.each([
  { what: 'both sides', past: false, file: 'relative-buckets' },
  { what: 'the past alone', past: true, file: 'relative-buckets-past' },
])('the bucket of a distance, for $what', ({ past, file }) => {
  const { first, buckets } = readBuckets(file)
  const own = relativeBuckets({ buckets: 32, longest: 128, past })

  it('is what PyTorch rounds it to, for every distance that has one of its own', () => {
    expect(own).toEqual(buckets.slice(-128 - first, 129 - first))
  })

  it('is the last of its side for all that are farther', () => {
    expect(new Set(buckets.slice(0, -128 - first))).toEqual(new Set([own[0]]))
    expect(new Set(buckets.slice(129 - first))).toEqual(new Set([own.at(-1)]))
  })
})
