import type { ModelFiles } from './checkpoint'
import * as limits from './limits'
import { readSmallFile } from './read-file'
import { type JsonObject, parseJsonObject } from './read-json'

/** `generation_config.json` as it is, untrusted; null where there is none. Throws an `input` fault for what is no JSON object. */
export async function readGenerationConfig({ generationConfigFile: file }: ModelFiles): Promise<JsonObject | null> {
  if (file === null) return null
  return parseJsonObject(await readSmallFile(file, limits.configBytes), {
    file,
    subject: 'The generation config',
    remedy: 'Fetch the model’s generation_config.json again, or delete it.',
  }).value
}
