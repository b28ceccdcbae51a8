import type { RelativeBias } from './architecture'

/**
 * The bucket of each distance from −longest to longest, key − query, so that distance d has the element d + longest; farther keys
 * share the last one of their side. Half of the buckets are for keys after the query, unless all are for the `past`; those have
 * then the bucket of distance 0. Of a side's buckets the first half holds one distance each, and the rest grow with its
 * logarithm (Raffel et al. 2020, "T5"; transformers' T5Attention._relative_position_bucket, whose rounding to F32 decides where
 * a distance is on the border of two).
 */
export function relativeBuckets({ buckets, longest, past }: Omit<RelativeBias, 'table'>): number[] {
  const side = past ? buckets : Math.floor(buckets / 2)
  const exact = Math.floor(side / 2)
  const bucketOf = (distance: number) => {
    if (distance < exact) return distance
    const share = Math.fround(Math.fround(Math.log(distance / exact)) / Math.fround(Math.log(longest / exact)))
    return Math.min(exact + Math.floor(Math.fround(share * (side - exact))), side - 1)
  }
  return Array.from({ length: 2 * longest + 1 }, (_, index) => {
    const distance = index - longest
    if (past) return bucketOf(Math.max(-distance, 0))
    return bucketOf(Math.abs(distance)) + (distance > 0 ? side : 0)
  })
}
