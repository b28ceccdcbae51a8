import * as z from 'zod'

/** A file of resources/word-lists: pairs that differ in one thing, the second of each at the end that a direction points to. */
export const wordList = z.strictObject({
  title: z.string().min(1).max(40),
  /** What leads from the first of a pair to the second, in few words. */
  relation: z.string().min(1).max(60),
  of: z.enum(['words', 'sentences']),
  /** What the firsts are, and the seconds. */
  ends: z.tuple([z.string().min(1).max(40), z.string().min(1).max(40)]),
  /** Where the pairs come from, and on which terms. */
  source: z.string().min(1),
  pairs: z.array(z.tuple([z.string().min(1), z.string().min(1)])).min(2),
})

/** What a model's vocabulary has of a list of words. */
export const knownWords = z.object({
  /** Words of both lists that are one token. */
  known: z.int(),
  words: z.int(),
  /** The others: a direction leaves them out, and the other word of their pair with them. */
  unknown: z.array(z.string()),
})

export type WordList = z.infer<typeof wordList>
export type KnownWords = z.infer<typeof knownWords>

/** The two lists of a file, side by side. */
export function listsOf({ pairs }: Pick<WordList, 'pairs'>): { minus: string[]; plus: string[] } {
  return { minus: pairs.map(([first]) => first), plus: pairs.map(([, second]) => second) }
}

/**
 * A list that a person typed, pasted or opened: an entry a line. Entries of one line are words with commas or semicolons between
 * them. In a CSV file an entry may stand in quotes, and of its columns the first counts.
 */
export function readList(text: string, of: WordList['of']): string[] {
  const lines = text.replace(/^\uFEFF/, '').split(/\r?\n/)
  const entries =
    of === 'words'
      ? lines.flatMap((line) => line.split(/[,;\t]/))
      : lines.map((line) => /^"(.*)"[,;]?\s*$/.exec(line)?.[1] ?? line)
  return entries
    .map((entry) =>
      entry
        .trim()
        .replace(/^"(.*)"$/, '$1')
        .trim(),
    )
    .filter((entry) => entry !== '')
}
