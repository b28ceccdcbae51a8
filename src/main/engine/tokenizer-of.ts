import type { ModelFiles } from '../checkpoint'
import { hasGgufTokenizer, loadGgufTokenizer, loadTokenizer, type PromptTokenizer } from '../tokenizer'

/** Why no words can be typed; null where they can. */
export function tokenizerMissing({ metadata, tokenizerFile }: ModelFiles): string | null {
  if (metadata !== null) return hasGgufTokenizer(metadata) ? null : 'The file holds no tokenizer.'
  return tokenizerFile === null
    ? 'There is no tokenizer.json beside the weights; put the model’s own there to type words.'
    : null
}

/** A model's tokenizer, from its file or its folder; null where there is none. Throws a fault for one that cannot be read. */
export async function tokenizerOf(model: ModelFiles): Promise<PromptTokenizer | null> {
  const { metadata, configFile, tokenizerFile, ...files } = model
  if (metadata !== null) return loadGgufTokenizer(metadata, configFile)
  return tokenizerFile === null ? null : loadTokenizer({ ...files, tokenizerFile })
}
