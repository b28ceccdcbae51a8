/** Two lists of numbers in the same bins. */
export interface TwoHistograms {
  readonly from: number
  readonly to: number
  readonly counts: readonly [number[], number[]]
  /** Of a third list, in the same bins. */
  readonly third: number[]
}

const fewestBins = 6
const mostBins = 40

/**
 * The bins that both lists are drawn in: as wide as Freedman and Diaconis (1981, doi 10.1007/BF01025868) say for the list with the
 * narrower ones, 2 · IQR / n^(1/3), between 6 and 40 of them over the range of both, and of a third list that they are beside.
 */
export function twoHistograms(
  first: readonly number[],
  second: readonly number[],
  third: readonly number[] = [],
): TwoHistograms {
  const all = [...first, ...second, ...third]
  let [from, to] = [Math.min(...all), Math.max(...all)]
  if (to - from < 1e-9) [from, to] = [from - 0.5, to + 0.5]
  const widths = [first, second].map(binWidth).filter((width) => width > 0)
  const wished = widths.length === 0 ? fewestBins : Math.ceil((to - from) / Math.min(...widths))
  const bins = Math.min(mostBins, Math.max(fewestBins, wished))
  const countsOf = (values: readonly number[]) => {
    const counts = new Array<number>(bins).fill(0)
    for (const value of values) counts[Math.min(bins - 1, Math.floor(((value - from) / (to - from)) * bins))]!++
    return counts
  }
  return { from, to, counts: [countsOf(first), countsOf(second)], third: countsOf(third) }
}

/** Share of two histograms that lies in both: the sum over the bins of the smaller of the two shares; 1 for equal ones. */
export function overlapOf({ counts: [first, second] }: Pick<TwoHistograms, 'counts'>): number {
  const [n, m] = [first, second].map((counts) => counts.reduce((sum, count) => sum + count, 0)) as [number, number]
  return first.reduce((sum, count, bin) => sum + Math.min(count / n, second[bin]! / m), 0)
}

/**
 * Cohen's d, how many pooled standard deviations the second mean lies above the first (Cohen 1988, "Statistical Power Analysis",
 * section 2.2). Null where a list has fewer than two values, or none of them differ.
 */
export function cohensD(first: readonly number[], second: readonly number[]): number | null {
  if (first.length < 2 || second.length < 2) return null
  const [a, b] = [momentsOf(first), momentsOf(second)]
  const pooled = Math.sqrt((a.squares + b.squares) / (first.length + second.length - 2))
  return pooled === 0 ? null : (b.mean - a.mean) / pooled
}

function momentsOf(values: readonly number[]): { mean: number; squares: number } {
  const mean = values.reduce((sum, value) => sum + value, 0) / values.length
  return { mean, squares: values.reduce((sum, value) => sum + (value - mean) ** 2, 0) }
}

function binWidth(values: readonly number[]): number {
  const sorted = [...values].sort((a, b) => a - b)
  const quantile = (share: number) => {
    const at = share * (sorted.length - 1)
    const low = Math.floor(at)
    return sorted[low]! + (at - low) * ((sorted[low + 1] ?? sorted[low]!) - sorted[low]!)
  }
  return (2 * (quantile(0.75) - quantile(0.25))) / Math.cbrt(values.length)
}
