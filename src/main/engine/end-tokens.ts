import * as z from 'zod'
import { Fault } from '../../shared/fault'
import { type ModelFiles, readGenerationConfig } from '../checkpoint'

const id = z.int().nonnegative()
const ids = z.union([id.transform((one) => [one]), z.array(id)]).nullish()

/**
 * The tokens at which a model ends its text: `eos_token_id` of its generation config, where many instruct models alone name
 * theirs, and otherwise of its config, as transformers has it. Throws an `input` fault where the generation config is broken.
 */
export async function endTokens(files: ModelFiles): Promise<ReadonlySet<number>> {
  const generation = await readGenerationConfig(files)
  const named = ids.safeParse(generation?.eos_token_id)
  if (!named.success) {
    throw Fault.input(`The generation config names no token by ${JSON.stringify(generation?.eos_token_id)}`, {
      file: files.generationConfigFile!,
      place: 'eos_token_id',
      remedy: 'Fetch the model’s generation_config.json again, or delete it.',
    })
  }
  return new Set(named.data ?? ids.safeParse(files.config.eos_token_id).data ?? [])
}
