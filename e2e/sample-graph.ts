import { copyFileSync, mkdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { openCheckpoint } from '../src/main/checkpoint'
import { readArchitecture } from '../src/main/families'
import { emitModel } from '../src/main/graph'
import { weightFiles } from '../src/main/weights'

const sample = join(import.meta.dirname, '../resources/sample')

/** The shipped sample as an ONNX file in `folder`: a graph of a few kilobytes over its own weights, with its tokenizer. Answers its path. */
export async function makeSampleGraph(folder: string): Promise<string> {
  mkdirSync(folder, { recursive: true })
  for (const name of ['model.safetensors', 'tokenizer.json', 'tokenizer_config.json', 'config.json']) {
    copyFileSync(join(sample, name), join(folder, name))
  }
  const checkpoint = await openCheckpoint(folder)
  const { model } = emitModel(readArchitecture(checkpoint), ['logits'], await weightFiles(checkpoint))
  const path = join(folder, 'sample.onnx')
  writeFileSync(path, model)
  return path
}
