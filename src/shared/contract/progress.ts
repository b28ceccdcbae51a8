import * as z from 'zod'

/** What an unfinished call is doing. `done` of `total` where it can be counted; both null where it cannot. */
export const progress = z.object({
  stage: z.enum([
    'reading',
    'preparing',
    'opening',
    'running',
    'storing',
    'analysing',
    'labelling',
    'drawing',
    'copying',
    'comparing',
    'decomposing',
    'multiplying',
    'projecting',
    'grouping',
    'neighbours',
    'arranging',
  ]),
  done: z.number().nullable(),
  total: z.number().nullable(),
  /** Which of several models it is done with, by name. */
  of: z.string().optional(),
  /** Seconds that it will still take, where that can be told. */
  left: z.number().optional(),
})

/** What an unfinished call is doing, in the words of the status line and the terminal. */
const stageWords: Readonly<Record<Progress['stage'], string>> = {
  reading: 'Reading the files',
  preparing: 'Making the quantised weights ready',
  opening: 'Opening the model',
  running: 'Running the model',
  storing: 'Storing activations',
  analysing: 'Reading the activations',
  labelling: 'Finding places for the labels',
  drawing: 'Drawing the figure',
  copying: 'Copying files',
  comparing: 'Comparing the weights',
  decomposing: 'Finding singular values',
  multiplying: 'Multiplying the weights',
  projecting: 'Finding the principal axes of all words',
  grouping: 'Grouping the words',
  neighbours: 'Finding each word’s neighbours',
  arranging: 'Arranging the words by UMAP',
}

/** What is being done, with which model where there are several, and how long it will take where that is known. */
export function progressText({ stage, of, left }: Progress): string {
  const text = of === undefined ? stageWords[stage] : `${stageWords[stage]}: ${of}`
  if (left === undefined) return text
  return left < 90 ? `${text}, ${Math.ceil(left)} s left` : `${text}, about ${Math.round(left / 60)} min left`
}

export type Progress = z.infer<typeof progress>
export type OnProgress = (progress: Progress) => void
