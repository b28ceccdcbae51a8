import { expect, it } from 'vitest'
import { ownWords } from './arguments'

it.each([
  ['packaged', ['/opt/tokentrace', '/models/gpt2'], false, ['/models/gpt2']],
  ['packaged with nothing said', ['/opt/tokentrace'], false, []],
  ['in development', ['electron', '/work', '--data', '/d', '/models/gpt2'], true, ['--data', '/d', '/models/gpt2']],
  ['in development behind switches', ['electron', '--no-sandbox', '/work', '/models/gpt2'], true, ['/models/gpt2']],
])('%s, the words are those behind the program', (_, argv, developing, words) => {
  expect(ownWords(argv, developing)).toEqual(words)
})
