import type { RelativeBias } from './architecture'

/**
 * The bucket of each distance from −longest to longest, key − query, so that distance d has the element d + longest; farther keys
 * share the last one of their side. Half of the buckets are for keys after the query: of each half, the first half holds one
 * distance a bucket, and the rest grow with its logarithm (Raffel et al. 2020, "T5"; transformers'
 * MPNetEncoder.relative_position_bucket, whose rounding to F32 decides where a distance is on the border of two).
 */
export function relativeBuckets({ buckets, longest }: Pick<RelativeBias, 'buckets' | 'longest'>): number[] {
  const half = buckets / 2
  const exact = half / 2
  const bucketOf = (distance: number) => {
    if (distance < exact) return distance
    const share = Math.fround(Math.fround(Math.log(distance / exact)) / Math.fround(Math.log(longest / exact)))
    return Math.min(exact + Math.floor(Math.fround(share * (half - exact))), half - 1)
  }
  return Array.from({ length: 2 * longest + 1 }, (_, index) => {
    const distance = index - longest
    return bucketOf(Math.abs(distance)) + (distance > 0 ? half : 0)
  })
}
