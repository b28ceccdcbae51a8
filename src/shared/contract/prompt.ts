import * as z from 'zod'

/** Words, and how they become tokens. */
export const textPrompt = z.object({
  text: z.string(),
  /** Whether what the tokenizer's template adds goes with them; left out is yes. A chat template says itself what it adds. */
  special: z.boolean().optional(),
  /** Whether they are one message of a user, put into the model's chat template with what asks for the answer; left out is no. */
  chat: z.boolean().optional(),
})

/** What a model is run on: words for its tokenizer, or token ids as they are. */
export const prompt = z.union([textPrompt, z.object({ ids: z.array(z.int().nonnegative()).min(1) })])

export type TextPrompt = z.infer<typeof textPrompt>
export type Prompt = z.infer<typeof prompt>
