import { describe, expect, it } from 'vitest'
import { ggufMetadata } from '../../checkpoint/testing/gguf-metadata'
import { loadGgufTokenizer } from '../load-tokenizer'
import { different as differentOf, type Hashes, hashesOf, texts, vocabularyFile } from '../testing/reference-hashes'

const trained: Readonly<Record<'byte-level' | 'sentencepiece' | 'wordpiece', Hashes>> = hashesOf('hashes')
const llamaCpp: Hashes = hashesOf('llama-cpp-hashes')

/** Of a file of the kind of this name, or of the byte-level file with this name for where words end. */
function metadataOf(name: string): ReadonlyMap<string, unknown> {
  const isFile = name in trained.sentencepiece || name in trained.wordpiece
  const metadata = new Map<string, unknown>(ggufMetadata(vocabularyFile(isFile ? name : 'byte-level')))
  return isFile ? metadata : metadata.set('tokenizer.ggml.pre', name)
}

function different(name: string, reference: string): string[] {
  return differentOf(loadGgufTokenizer(metadataOf(name), 'model.gguf')!, reference)
}

describe.each(Object.entries(trained['byte-level']))('byte-level BPE with words of %s', (pre, reference) => {
  it('gives every text the ids of the library that trained it', () => {
    expect(different(pre, reference)).toEqual([])
  })
})

/** Texts that have other ids, and why. */
const exceptions: Readonly<Record<string, (text: string) => boolean>> = {
  // A space's mark that was typed is no space here, as in llama.cpp.
  gemma: (text) => text.includes('▁'),
  // Two ways to cut the zeros have the same score, and sentencepiece sums in less precise numbers.
  unigram: (text) => text === '①② ⅻ 0xe000185a ٪ 11984e-1984 $7',
}

/** The same for llama.cpp, whose patterns for these are looser than the models' own. */
const exceptionsOfLlamaCpp: Readonly<Record<string, (text: string) => boolean>> = {
  // A mark is no part of a word.
  'kimi-k2': (text) => /\p{M}/u.test(text),
  // Large letters after small ones do not always begin a word.
  youtu: (text) => text.includes('μΩ'),
}

describe.each(Object.entries({ ...trained.sentencepiece, ...trained.wordpiece }))('%s', (name, reference) => {
  it('gives every text the ids of the library that trained it', () => {
    const isException = exceptions[name] ?? (() => false)
    expect(different(name, reference).filter((text) => !isException(text))).toEqual([])
  })
})

describe.each(Object.entries(llamaCpp))('%s', (name, reference) => {
  it('gives every text the ids of llama.cpp', () => {
    const isException = exceptionsOfLlamaCpp[name] ?? (() => false)
    expect(different(name, reference).filter((text) => !isException(text))).toEqual([])
  })
})

it('the texts are thousands, in many scripts', () => {
  expect(texts.length).toBeGreaterThanOrEqual(2000)
  const scripts = ['Latin', 'Greek', 'Cyrillic', 'Arabic', 'Hebrew', 'Devanagari', 'Thai', 'Han', 'Hangul', 'Hiragana']
  for (const script of scripts) {
    const some = texts.filter((text) => new RegExp(`\\p{Script=${script}}`, 'u').test(text))
    expect(some.length, script).toBeGreaterThan(50)
  }
})
