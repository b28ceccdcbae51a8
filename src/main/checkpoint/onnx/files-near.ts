import { stat } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import type { ModelFiles } from '../checkpoint'
import * as limits from '../limits'
import { readSmallFile } from '../read-file'
import { parseJsonObject } from '../read-json'
import type { OnnxFile } from './onnx-file'

type Near = Pick<
  ModelFiles,
  | 'config'
  | 'configFile'
  | 'metadata'
  | 'tokenizerFile'
  | 'tokenizerConfigFile'
  | 'chatTemplateFile'
  | 'specialTokensFile'
  | 'generationConfigFile'
> &
  Pick<OnnxFile, 'preprocessor' | 'preprocessorFile'>

/**
 * What lies beside an ONNX file, or in the folder above it, where repositories for the browser keep what their folder `onnx`
 * shares. None of it need be there: the graph itself says what is computed.
 */
export async function filesNear(folder: string, file: string): Promise<Near> {
  const near = async (name: string): Promise<string | null> => {
    for (const place of [folder, dirname(folder)]) {
      const path = join(place, name)
      const there = await stat(path).catch(() => null)
      if (there?.isFile()) return path
    }
    return null
  }
  const configFile = await near('config.json')
  const preprocessorFile = await near('preprocessor_config.json')
  return {
    config: configFile === null ? {} : await readConfig(configFile, 'The config', 'config.json'),
    preprocessor:
      preprocessorFile === null
        ? null
        : await readConfig(preprocessorFile, 'The preprocessor’s config', 'preprocessor_config.json'),
    preprocessorFile: preprocessorFile ?? join(folder, 'preprocessor_config.json'),
    configFile: configFile ?? file,
    metadata: null,
    tokenizerFile: await near('tokenizer.json'),
    tokenizerConfigFile: await near('tokenizer_config.json'),
    chatTemplateFile: await near('chat_template.jinja'),
    specialTokensFile: await near('special_tokens_map.json'),
    generationConfigFile: await near('generation_config.json'),
  }
}

async function readConfig(file: string, subject: string, name: string): Promise<ModelFiles['config']> {
  const bytes = await readSmallFile(file, limits.configBytes)
  return parseJsonObject(bytes, { file, subject, remedy: `Fetch the model’s ${name} again.` }).value
}
