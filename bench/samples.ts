/** What one side took, a value a round. */
export type Samples = readonly number[]

export function median(values: Samples): number {
  const sorted = values.toSorted((a, b) => a - b)
  const half = sorted.length >> 1
  return sorted.length % 2 === 1 ? sorted[half]! : (sorted[half - 1]! + sorted[half]!) / 2
}

/** Each round's ratio: what slows the machine down for a while slows both of its sides. */
export function ratios(over: Samples, under: Samples): Samples {
  return over.map((value, round) => value / under[round]!)
}

/** Milliseconds. */
export async function timed(work: () => unknown): Promise<number> {
  const start = performance.now()
  await work()
  return performance.now() - start
}

/**
 * Milliseconds of each side in `rounds` rounds after one that does not count. The sides take turns, so that a change of the
 * machine's speed meets all of them.
 */
export async function interleaved<Side extends string>(
  rounds: number,
  sides: Readonly<Record<Side, (round: number) => Promise<number>>>,
): Promise<Record<Side, Samples>> {
  const names = Object.keys(sides) as Side[]
  const samples = Object.fromEntries(names.map((name) => [name, [] as number[]])) as Record<Side, number[]>
  for (const name of names) await sides[name](0)
  for (let round = 1; round <= rounds; round++) {
    for (const name of names) samples[name].push(await sides[name](round))
  }
  return samples
}
