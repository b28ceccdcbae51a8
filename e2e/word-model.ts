import { cpSync, mkdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'

const fixtures = join(import.meta.dirname, '../fixtures')

const words = [
  ...['<pad>', '</s>', '<unk>', 'the', 'a', 'small', 'red', 'house', 'is', 'old', 'and', 'quiet', 'near', 'river'],
  ...['la', 'une', 'petite', 'rouge', 'maison', 'est', 'vieille', 'et', 'calme', 'près', 'rivière', 'de', '.'],
]

/** A tiny T5 with a tokenizer of whole words. */
export function makeTwoTexts(folder: string): string {
  return makeWordModel(folder, 't5-tiny-gated')
}

/** One of the tiny models that have none with a tokenizer of whole words, which ends each text as T5's does. */
export function makeWordModel(folder: string, model: string): string {
  mkdirSync(folder, { recursive: true })
  for (const file of ['config.json', 'model.safetensors']) {
    cpSync(join(fixtures, 'models', model, file), join(folder, file))
  }
  const added = [0, 1, 2].map((id) => ({
    ...{ id, content: words[id], special: true },
    ...{ single_word: false, lstrip: false, rstrip: false, normalized: false },
  }))
  const tokenizer = {
    version: '1.0',
    truncation: null,
    padding: null,
    added_tokens: added,
    normalizer: { type: 'Lowercase' },
    pre_tokenizer: { type: 'Whitespace' },
    post_processor: {
      type: 'TemplateProcessing',
      single: [{ Sequence: { id: 'A', type_id: 0 } }, { SpecialToken: { id: '</s>', type_id: 0 } }],
      pair: [
        { Sequence: { id: 'A', type_id: 0 } },
        { SpecialToken: { id: '</s>', type_id: 0 } },
        { Sequence: { id: 'B', type_id: 0 } },
        { SpecialToken: { id: '</s>', type_id: 0 } },
      ],
      special_tokens: { '</s>': { id: '</s>', ids: [1], tokens: ['</s>'] } },
    },
    decoder: null,
    model: {
      type: 'WordLevel',
      vocab: Object.fromEntries(words.map((word, id) => [word, id])),
      unk_token: '<unk>',
    },
  }
  writeFileSync(join(folder, 'tokenizer.json'), JSON.stringify(tokenizer))
  return folder
}
