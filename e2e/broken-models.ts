import { cpSync, mkdirSync, readFileSync, rmSync, truncateSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { families } from '../src/main/families'

const whole = join(import.meta.dirname, '../fixtures/models/gpt2-tiny')
const gguf = join(import.meta.dirname, '../fixtures/gguf/llama-tiny.gguf')

interface Entry {
  dtype: string
  shape: number[]
  data_offsets: [number, number]
}

type Header = Record<string, Entry>

export interface BrokenModel {
  readonly name: string
  /** Breaks a whole model in a folder of its own. */
  readonly damage: (folder: string) => void
  /** What is said of it. The file lies within the folder, and is the folder itself where it is empty. */
  readonly message: string
  readonly file: string
  readonly place?: string
  readonly remedy: string
}

const again = 'Fetch the file again; it was cut short or damaged on its way.'

/** Models that do not open, and what is said of each. */
export const brokenModels: readonly BrokenModel[] = [
  {
    name: 'a truncated file',
    damage: (folder) => truncateSync(weightsOf(folder), 60_000),
    message: 'The tensor ends at byte 61464, and the file at byte 60000',
    file: 'model.safetensors',
    place: 'tensor transformer.h.1.mlp.c_proj.weight',
    remedy: again,
  },
  {
    name: 'a header longer than the file',
    damage: (folder) => {
      const bytes = readFileSync(weightsOf(folder))
      bytes.writeBigUInt64LE(10_000_000n)
      writeFileSync(weightsOf(folder), bytes)
    },
    message: 'The header is said to be 10000000 bytes long, longer than the file of 125112',
    file: 'model.safetensors',
    remedy: again,
  },
  {
    name: 'offsets outside the file',
    damage: editHeader((header) => {
      const { data_offsets } = header['transformer.ln_f.bias']!
      header['transformer.ln_f.bias']!.data_offsets = [data_offsets[0] + 1_000_000, data_offsets[1] + 1_000_000]
    }),
    message: 'The tensor ends at byte 1090458, and the file at byte 125114',
    file: 'model.safetensors',
    place: 'tensor transformer.ln_f.bias',
    remedy: again,
  },
  {
    name: 'tensors that overlap',
    damage: editHeader((header) => {
      header['transformer.ln_f.weight']!.data_offsets = header['transformer.ln_f.bias']!.data_offsets
    }),
    message: 'Two tensors share bytes',
    file: 'model.safetensors',
    place: 'tensors transformer.ln_f.bias and transformer.ln_f.weight',
    remedy: again,
  },
  {
    name: 'weights of a wrong dtype',
    damage: editHeader((header) => {
      header['transformer.h.1.mlp.c_fc.weight']!.dtype = 'I32'
    }),
    message: 'The weight is stored as I32, which cannot be computed with',
    file: 'model.safetensors',
    place: 'tensor transformer.h.1.mlp.c_fc.weight',
    remedy: 'Open a version of the model in F32, F16 or BF16.',
  },
  {
    name: 'a missing tensor',
    damage: editHeader((header) => {
      header.unused = header['transformer.h.1.mlp.c_fc.weight']!
      delete header['transformer.h.1.mlp.c_fc.weight']
    }),
    message: 'The model lacks a weight that its config calls for',
    file: '',
    place: 'tensor transformer.h.1.mlp.c_fc.weight',
    remedy: 'Fetch the model again; part of it is missing, or config.json belongs to another model.',
  },
  {
    name: 'an unknown family',
    damage: (folder) => {
      const path = join(folder, 'config.json')
      writeFileSync(path, readFileSync(path, 'utf8').replace('"model_type": "gpt2"', '"model_type": "mamba"'))
    },
    message: 'The model is of the family “mamba”, which does not open yet',
    file: 'config.json',
    place: 'model_type',
    remedy:
      'The nearest that opens is GPT-2 (gpt2), and its weights have the same names. ' +
      `Families that open: ${families.map(({ modelType }) => modelType).join(', ')}.`,
  },
  {
    name: 'a folder without a model',
    damage: (folder) => {
      rmSync(folder, { recursive: true })
      mkdirSync(folder)
      writeFileSync(join(folder, 'notes.txt'), 'Nothing here.')
    },
    message:
      'There is no model here: config.json and model.safetensors, or a GGUF or ONNX file, were looked for, and found were notes.txt',
    file: '',
    remedy: 'Open a folder as Hugging Face saves it, or a GGUF or ONNX file.',
  },
  {
    name: 'a GGUF file that is cut',
    damage: (folder) => {
      rmSync(folder, { recursive: true })
      mkdirSync(folder)
      writeFileSync(join(folder, 'model.gguf'), readFileSync(gguf).subarray(0, 1000))
    },
    message: 'The file ends within its header',
    file: 'model.gguf',
    place: 'byte 1000',
    remedy: again,
  },
]

/** Makes a broken model in `folder`, which is not there yet. */
export function makeBroken({ damage }: Pick<BrokenModel, 'damage'>, folder: string): void {
  cpSync(whole, folder, { recursive: true })
  damage(folder)
}

function weightsOf(folder: string): string {
  return join(folder, 'model.safetensors')
}

/** Changes a header and leaves the data where it is. */
function editHeader(edit: (header: Header) => void): (folder: string) => void {
  return (folder) => {
    const bytes = readFileSync(weightsOf(folder))
    const end = 8 + Number(bytes.readBigUInt64LE())
    const header = JSON.parse(bytes.toString('utf8', 8, end)) as Header
    edit(header)
    const text = Buffer.from(JSON.stringify(header))
    const length = Buffer.alloc(8)
    length.writeBigUInt64LE(BigInt(text.length))
    writeFileSync(weightsOf(folder), Buffer.concat([length, text, bytes.subarray(end)]))
  }
}
