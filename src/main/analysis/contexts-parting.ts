/** A fall of the cosine smaller than this may come of float32 rounding alone, and parts nothing. */
const leastFall = 1e-5

/**
 * The first station at which a cosine has fallen below half-way between its greatest value and its least value after that;
 * null where it never falls. The greatest is at the embedding for one word at one position. Where words or positions differ,
 * the first blocks often bring the two nearer before they part, so the embedding's own value would put the threshold too low.
 * Half-way (the half-maximum of signal analysis) is taken and not a fixed threshold, since cosines of residual streams lie in a
 * narrow band whose place differs from model to model (Ethayarajh 2019, "How Contextual are Contextualized Word
 * Representations?"). For several contexts, `cosines` is the mean over their pairs.
 */
export function partingStation(cosines: readonly number[]): number | null {
  const greatest = Math.max(...cosines)
  const top = cosines.lastIndexOf(greatest)
  const least = Math.min(...cosines.slice(top))
  if (greatest - least < leastFall) return null
  return cosines.findIndex((cosine, station) => station > top && cosine < (greatest + least) / 2)
}
