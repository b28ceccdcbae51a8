import * as z from 'zod'

/** What an unfinished call is doing. `done` of `total` where it can be counted; both null where it cannot. */
export const progress = z.object({
  stage: z.enum(['reading', 'opening', 'running', 'storing', 'analysing', 'drawing', 'copying']),
  done: z.number().nullable(),
  total: z.number().nullable(),
})

export type Progress = z.infer<typeof progress>
export type OnProgress = (progress: Progress) => void
