import type { Checkpoint } from './checkpoint'
import * as limits from './limits'
import { readSmallFile } from './read-file'
import { parseJsonObject } from './read-json'

/** A `config.json` that lies anywhere, as it is, untrusted. Throws an `input` fault for what is no JSON object. */
export async function readConfig(file: string): Promise<Checkpoint['config']> {
  return parseJsonObject(await readSmallFile(file, limits.configBytes), {
    file,
    subject: 'The config',
    remedy: 'Fetch the model’s config.json again.',
  }).value
}
