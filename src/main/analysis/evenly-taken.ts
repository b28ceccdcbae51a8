/** Evenly many of `count` ids, at most `most`: a sample that is the same each time. */
export function evenlyTaken(count: number, most: number): number[] {
  const taken = Math.min(count, most)
  return Array.from({ length: taken }, (_, at) => Math.floor((at * count) / taken))
}
