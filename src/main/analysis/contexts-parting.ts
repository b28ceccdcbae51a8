/** A fall of the cosine smaller than this may come of float32 rounding alone, and parts nothing. */
const leastFall = 1e-5

/**
 * The first station at which a cosine has fallen below half-way between its value at the embedding and its least value on the
 * path; null where it never falls. Half-way (the half-maximum of signal analysis) is taken and not a fixed threshold, since
 * cosines of residual streams lie in a narrow band whose place differs from model to model (Ethayarajh 2019, "How Contextual
 * are Contextualized Word Representations?"). For several contexts, `cosines` is the mean over their pairs.
 */
export function partingStation(cosines: readonly number[]): number | null {
  const start = cosines[0]!
  const least = Math.min(...cosines)
  if (start - least < leastFall) return null
  return cosines.findIndex((cosine) => cosine < (start + least) / 2)
}
