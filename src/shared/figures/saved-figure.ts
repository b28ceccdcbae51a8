import * as z from 'zod'
import { figureSpec } from './figure-spec'
import { film } from './film/film'

/** What a saved figure tells of itself. */
export const savedFigure = z.object({
  spec: figureSpec,
  /** How it moves; left out of still ones. */
  film: film.optional(),
  /** As the model made them then; of a spec alone, none. */
  tokenIds: z.array(z.int().nonnegative()),
  /** Of the program that saved it; null for a spec alone. */
  version: z.string().nullable(),
})

export const figureCaption = z.object({
  /** `\\caption{…}` with a label to refer to. */
  latex: z.string(),
  markdown: z.string(),
  /** As the model's card has it; null where it has none. */
  bibtex: z.string().nullable(),
})

export type SavedFigure = z.infer<typeof savedFigure>
export type FigureCaption = z.infer<typeof figureCaption>
