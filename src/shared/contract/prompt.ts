import * as z from 'zod'

/** What a model is run on: words for its tokenizer, or token ids as they are. */
export const prompt = z.union([
  z.object({ text: z.string() }),
  z.object({ ids: z.array(z.int().nonnegative()).min(1) }),
])

export type Prompt = z.infer<typeof prompt>
