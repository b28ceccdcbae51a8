import { describe, expect, it } from 'vitest'
import { ollamaNameAt, parseOllamaName, shortOllamaName } from './ollama-name'

const own = { host: 'registry.ollama.ai', namespace: 'library' }

describe('a name in Ollama', () => {
  it.each([
    ['llama3.2:1b', { ...own, model: 'llama3.2', tag: '1b' }, 'llama3.2:1b'],
    ['llama3.2', { ...own, model: 'llama3.2', tag: 'latest' }, 'llama3.2:latest'],
    ['library/llama3', { ...own, model: 'llama3', tag: 'latest' }, 'llama3:latest'],
    ['ada/Mine:v1', { ...own, namespace: 'ada', model: 'Mine', tag: 'v1' }, 'ada/Mine:v1'],
    ['ollama.com/library/x:1', { ...own, model: 'x', tag: '1' }, 'x:1'],
    [
      'hf.co/org/Model-GGUF:Q4_K_M',
      { host: 'hf.co', namespace: 'org', model: 'Model-GGUF', tag: 'Q4_K_M' },
      'hf.co/org/Model-GGUF:Q4_K_M',
    ],
    [
      'box.local:5000/a/b',
      { host: 'box.local:5000', namespace: 'a', model: 'b', tag: 'latest' },
      'box.local:5000/a/b:latest',
    ],
  ])('%s is read and shown short', (text, name, short) => {
    expect(parseOllamaName(text)).toEqual(name)
    expect(shortOllamaName(name)).toBe(short)
    expect(parseOllamaName(short)).toEqual(name)
  })

  it.each([
    '',
    ':',
    'a:',
    ':b',
    '/a',
    'a/',
    './a',
    '../a',
    '~/a',
    '.a',
    'a/b/c/d',
    'a b',
    'a\\b',
    'C:\\m',
    '/abs/olute',
    'a//b',
    'n.s/a',
    'x'.repeat(81),
  ])('%j is none', (text) => {
    expect(parseOllamaName(text)).toBeNull()
  })

  it('is told from where its manifest lies', () => {
    expect(ollamaNameAt(['ollama.com', 'library', 'llama3.2', '1b'])).toEqual(parseOllamaName('llama3.2:1b'))
    expect(ollamaNameAt(['registry.ollama.ai', 'library', 'llama3.2'])).toBeNull()
    expect(ollamaNameAt(['registry.ollama.ai', 'library', '..', '1b'])).toBeNull()
  })
})
