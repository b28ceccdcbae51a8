import * as z from 'zod'
import { deviceName, tokenInfo } from './model-info'
import { taskHeadInfo } from './task-head'

/** What a task head gave one class: its score as computed, and what that makes of it; null for a plain number. */
export const classScore = z.object({ score: z.number(), probability: z.number().nullable() })

/** The scores of a model's task head on a prompt. */
export const classification = z.object({
  device: deviceName,
  fromStore: z.boolean(),
  tokens: z.array(tokenInfo),
  head: taskHeadInfo,
  /** One for the text as a whole, or one for each token; in each a score for every class, in their order. */
  rows: z.array(z.array(classScore)),
})

export type ClassScore = z.infer<typeof classScore>
export type Classification = z.infer<typeof classification>

/** A class beside what it got, by which several are put in order. */
export interface NamedClass extends ClassScore {
  readonly name: string
}

/** The classes of one row, the largest score first. */
export function rankedClasses({ head, rows }: Classification, row: number): NamedClass[] {
  const scores = rows[row]!
  return head.classes.map((name, index) => ({ name, ...scores[index]! })).sort((a, b) => b.score - a.score)
}

/** Of a class of each token, the tokens by their probabilities: their positions, the likeliest first. */
export function rankedTokens({ rows }: Classification, index: number): number[] {
  return rows.map((_, at) => at).sort((a, b) => rows[b]![index]!.score - rows[a]![index]!.score)
}
