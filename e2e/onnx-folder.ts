import { copyFile, mkdir, readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { fixture } from './server/workbench'

/** Copies a file of fixtures/onnx with its data into a folder of its own, beside the tokenizer of the model that it is of. */
export async function onnxFolder(root: string, file: string): Promise<string> {
  const [model, name] = file.split('/') as [string, string]
  const folder = join(root, `${model}-graph`)
  await mkdir(folder, { recursive: true })
  await copyFile(fixture(`../onnx/${file}`), join(folder, name))
  await copyFile(fixture(`../onnx/${model}/weights.bin`), join(folder, 'weights.bin'))
  for (const beside of ['tokenizer.json', 'tokenizer_config.json']) {
    await writeFile(join(folder, beside), await readFile(join(fixture(model), beside)))
  }
  return folder
}
