import type { Trajectory } from '../trajectory'
import { plainWord } from './words'

/**
 * Depth by size and fade: a point as far off as the camera's target has the middle size, nearer ones are larger and darker.
 * `cloudShader` in the window's 3D view computes the same from the same constants.
 */
export const depthCue = {
  radius: { middle: 1.3, power: 1.6, least: 0.6, most: 2.2 },
  opacity: { middle: 0.44, power: 2, least: 0.14, most: 0.7 },
} as const

export function dotStyle(depth: number, targetDistance: number): { radius: number; opacity: number } {
  const ratio = targetDistance / depth
  const cue = ({ middle, power, least, most }: (typeof depthCue)[keyof typeof depthCue]) =>
    Math.min(most, Math.max(least, middle * ratio ** power))
  return { radius: cue(depthCue.radius), opacity: cue(depthCue.opacity) }
}

/** Radius of the dot of a word that has a label. */
export const labelledRadius = 2

/**
 * Which words deserve a label, between 0 and 1: each station's nearest comes before any station's second nearest, so that
 * the labels tell the whole path and not only its most crowded end.
 */
export function wordImportance(words: Trajectory['words']): Map<number, number> {
  const order = words
    .map((word, index) => ({ word, index }))
    .sort((a, b) => b.word.cosine - a.word.cosine || a.index - b.index)
  const ranks = new Map<number, number>()
  const seen = new Map<number, Set<string>>()
  const importance = new Map<number, number>()
  for (const { word } of order) {
    const names = seen.get(word.station) ?? new Set()
    seen.set(word.station, names)
    const name = plainWord(word.text).toLowerCase()
    const rank = ranks.get(word.station) ?? 0
    // Another spelling of a word that the station has already named tells nothing new.
    const repeated = names.has(name) ? 8 : 0
    names.add(name)
    if (repeated === 0) ranks.set(word.station, rank + 1)
    importance.set(word.id, 1 / (1 + rank + repeated) - 0.01 * (1 - word.cosine) - (isWordLike(name) ? 0 : 0.2))
  }
  return importance
}

/** Pieces of words and punctuation are shown, after what can be read. */
function isWordLike(name: string): boolean {
  return /^\p{L}[\p{L}\p{M}'’-]+$/u.test(name)
}
