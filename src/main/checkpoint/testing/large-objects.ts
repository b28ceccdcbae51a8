import { getHeapSpaceStatistics } from 'node:v8'

/**
 * Bytes of the heap that the large objects took which are there after the work and were not before it. V8 gives an object of
 * its own place from about 128 KB on, so that nothing small that happens beside the work counts, and collecting garbage can
 * only make the number less: a bound on it fails for a large allocation alone.
 */
export function largeObjectsOf(work: () => void): number {
  const before = largeObjects()
  work()
  return largeObjects() - before
}

export function largeObjects(): number {
  return getHeapSpaceStatistics()
    .filter(({ space_name: name }) => name.endsWith('large_object_space'))
    .reduce((sum, { space_used_size: used }) => sum + used, 0)
}
