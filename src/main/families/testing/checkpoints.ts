import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import type { Checkpoint, StoredTensor } from '../../checkpoint'

/** A checkpoint of the tensors and the config given, which lie nowhere. */
export function checkpointOf(
  tensors: ReadonlyMap<string, StoredTensor>,
  config: Readonly<Record<string, unknown>>,
  path = '/models/tiny',
): Checkpoint {
  return {
    path,
    folder: path,
    name: 'tiny',
    format: 'safetensors',
    config,
    configFile: join(path, 'config.json'),
    metadata: null,
    about: [],
    tensors,
    files: [...new Set([...tensors.values()].map(({ file }) => file))].map((name) => ({ name, bytes: 0 })),
    tokenizerFile: null,
    tokenizerConfigFile: null,
    chatTemplateFile: null,
    specialTokensFile: null,
    generationConfigFile: null,
    fingerprint: '',
  }
}

/** One of fixtures/models, read without a check: what families are tested on does not hang on the reader's own tests. */
export function fixture(name: string): Checkpoint {
  const path = join(process.cwd(), 'fixtures/models', name)
  const tensors = new Map<string, StoredTensor>()
  for (const file of readdirSync(path).filter((entry) => entry.endsWith('.safetensors'))) {
    const bytes = readFileSync(join(path, file))
    const start = 8 + Number(bytes.readBigUInt64LE(0))
    const { __metadata__: _, ...header } = JSON.parse(bytes.toString('utf8', 8, start)) as Record<
      string,
      { dtype: string; shape: number[]; data_offsets: [number, number] }
    >
    for (const [
      tensor,
      {
        dtype,
        shape,
        data_offsets: [from, to],
      },
    ] of Object.entries(header)) {
      tensors.set(tensor, { name: tensor, dtype, shape, file, offset: start + from, length: to - from })
    }
  }
  return checkpointOf(tensors, JSON.parse(readFileSync(join(path, 'config.json'), 'utf8')), path)
}
