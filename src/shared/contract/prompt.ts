import * as z from 'zod'
import { givenInput } from '../onnx-info'

/** Words, and how they become tokens. */
export const textPrompt = z.object({
  text: z.string(),
  /** Whether what the tokenizer's template adds goes with them; left out is yes. A chat template says itself what it adds. */
  special: z.boolean().optional(),
  /** Whether they are one message of a user, put into the model's chat template with what asks for the answer; left out is no. */
  chat: z.boolean().optional(),
})

/** Words for the model's tokenizer, or token ids as they are. */
const words = textPrompt.omit({ chat: true })
const ids = z.object({ ids: z.array(z.int().nonnegative()).min(1) })

export const besidePrompt = {
  /**
   * What an encoder–decoder's decoder has said so far, where the rest of the prompt is its encoder's. Words begin with the
   * model's start token; left out, that one alone.
   */
  decoder: z.union([words, ids]).optional(),
  /** A safetensors file with the states that a decoder reads where its encoder is not computed: [source, d_model]. */
  states: z.string().optional(),
  /** Numbers for inputs of an ONNX graph by their names: for each whose use is not known, some are needed. */
  inputs: z.record(z.string(), givenInput).optional(),
}

/** A file that is read in place of a text: an image or a sound. */
export const filePrompt = z.object({ file: z.string() })

/** What a model is run on. */
export const prompt = z.union([
  textPrompt.extend(besidePrompt),
  ids.extend(besidePrompt),
  filePrompt.extend(besidePrompt),
])

export type TextPrompt = z.infer<typeof textPrompt>
export type DecoderPrompt = NonNullable<z.infer<typeof besidePrompt.decoder>>
export type Prompt = z.infer<typeof prompt>
