import { readFile, stat } from 'node:fs/promises'
import { Fault } from '../../shared/fault'
import { placeInJson } from '../../shared/json-text'

/** The largest tokenizers, of 256,000 tokens with their merges written out, take some 35 MB. */
const mostBytes = 256 << 20

const remedy = 'Fetch the model’s tokenizer again.'

/**
 * JSON in UTF-8, with or without a byte order mark. Throws an `input` fault for what is none, with line and column where V8
 * tells them, and an `environment` fault where the file may not be read.
 */
export async function readJson(file: string): Promise<unknown> {
  const text = await readText(file, 'The tokenizer')
  try {
    return JSON.parse(text.replace(/^\ufeff/, ''))
  } catch (error) {
    const details = error instanceof Error ? error.message : String(error)
    const place = placeInJson(error)
    const message = text.startsWith('version https://git-lfs')
      ? 'The tokenizer is a Git LFS pointer, which stands for the file'
      : 'The tokenizer is not JSON'
    throw new Fault(
      { kind: 'input', message, file, remedy, details, ...(place === undefined ? {} : { place }) },
      { cause: error },
    )
  }
}

/** A whole file. `subject` begins the sentence that says why it could not be read. */
export async function readText(file: string, subject: string): Promise<string> {
  try {
    const { size } = await stat(file)
    if (size <= mostBytes) return await readFile(file, 'utf8')
  } catch (error) {
    const details = error instanceof Error ? error.message : String(error)
    throw Fault.environment(`${subject} could not be read`, {
      file,
      remedy: 'Check that it is there and may be read.',
      details,
    })
  }
  throw Fault.input(`${subject} is over ${mostBytes >> 20} MiB long`, { file, remedy })
}
