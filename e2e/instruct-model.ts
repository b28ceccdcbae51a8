import { cpSync, mkdirSync } from 'node:fs'
import { join } from 'node:path'

const fixtures = join(import.meta.dirname, '../fixtures')

/** Lays one of the tiny tokenizers with a chat template beside the weights of a tiny Llama, which has as many tokens. */
export function makeInstruct(folder: string, chat: 'llama3' | 'chatml'): string {
  mkdirSync(folder, { recursive: true })
  for (const file of ['config.json', 'model.safetensors']) {
    cpSync(join(fixtures, 'models/llama-tiny', file), join(folder, file))
  }
  cpSync(join(fixtures, 'chats', chat), folder, { recursive: true })
  return folder
}
