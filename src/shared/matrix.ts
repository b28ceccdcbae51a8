import * as z from 'zod'
import { anatomyPart, partKind, partPlace } from './anatomy'

/** Which weight: a tensor by its name, or what of it is of one kind where it holds several. */
export const weightChoice = z.object({ name: z.string(), part: partKind.nullable() })

export const weightInfo = weightChoice.extend({
  ...partPlace.shape,
  /** As it lies in the file: rows, columns. A vector is one row. */
  shape: z.tuple([z.int(), z.int()]),
  dtype: z.string(),
  parameters: z.int(),
  bytes: anatomyPart.shape.bytes,
  /** What the file's converter did to it, in a few words; null where it lies as in the family's own checkpoints. */
  lies: z.string().nullable(),
})

/** The numbers of a matrix in figures. */
export const matrixFacts = z.object({
  weight: weightInfo,
  /** Root of the sum of squares. */
  frobenius: z.number(),
  mean: z.number(),
  deviation: z.number(),
  smallest: z.number(),
  largest: z.number(),
  zeros: z.int(),
  notFinite: z.int(),
  /** How many values lie in each of equally wide bins between −edge and edge; the last holds edge itself. */
  histogram: z.object({ edge: z.number(), counts: z.array(z.int()) }),
})

export const spectrum = z.object({
  weight: weightInfo,
  /** Whether all singular values were found; otherwise the largest alone. */
  all: z.boolean(),
  /** Singular values, the largest first. */
  values: z.array(z.number()),
  frobenius: z.number(),
  /** ‖W‖² / σ₁², of Frobenius norm and largest singular value (Rudelson and Vershynin 2007). */
  stableRank: z.number(),
  /** exp of the entropy of σᵢ / Σσ (Roy and Vetterli 2007); null without all of them. */
  effectiveRank: z.number().nullable(),
  /** Values above max(rows, columns) · 2⁻²³ · σ₁, as numpy counts them; null without all of them. */
  numericalRank: z.int().nullable(),
})

/** Rows and columns of a matrix, `to` not among them. */
export const matrixWindow = z.object({
  rows: z.tuple([z.int().nonnegative(), z.int().positive()]),
  columns: z.tuple([z.int().nonnegative(), z.int().positive()]),
})

/** What a cell of a heat map shows of its values: their mean, or that of their sizes. */
export const cellMeasure = z.enum(['mean', 'magnitude'])

export type WeightChoice = z.infer<typeof weightChoice>
export type WeightInfo = z.infer<typeof weightInfo>
export type MatrixFacts = z.infer<typeof matrixFacts>
export type Spectrum = z.infer<typeof spectrum>
export type MatrixWindow = z.infer<typeof matrixWindow>
export type CellMeasure = z.infer<typeof cellMeasure>

/** Cells of a heat map, row by row, of a window of a matrix. */
export interface MatrixCells {
  readonly height: number
  readonly width: number
  readonly values: Float32Array
}

/** How a window is cut into at most so many cells: each of them whole rows and columns, all alike but for the last. */
export function cellsOf(
  { rows: [top, bottom], columns: [left, right] }: MatrixWindow,
  most: { readonly height: number; readonly width: number },
): { readonly height: number; readonly width: number; readonly tall: number; readonly wide: number } {
  const tall = Math.max(1, Math.ceil((bottom - top) / most.height))
  const wide = Math.max(1, Math.ceil((right - left) / most.width))
  return { tall, wide, height: Math.ceil((bottom - top) / tall), width: Math.ceil((right - left) / wide) }
}

/**
 * Operations that all singular values of a matrix take: the products of its shorter side's vectors with one another, and
 * 4/3 n³ to bring those to three diagonals (Golub and Van Loan, "Matrix Computations", section 8.3).
 */
export function spectrumWork([rows, columns]: readonly [number, number]): number {
  const [short, long] = [Math.min(rows, columns), Math.max(rows, columns)]
  return short * short * long + (4 / 3) * short ** 3
}

/** Beyond one of these the largest singular values alone are found. */
export const mostExact = { side: 4096, work: 4e11 } as const

export function isExact(shape: readonly [number, number]): boolean {
  return Math.min(...shape) <= mostExact.side && spectrumWork(shape) <= mostExact.work
}

/** The largest so many are found of a matrix that is not taken apart as a whole. */
export const largestFound = 16
