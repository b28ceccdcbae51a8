import { describe, expect, it } from 'vitest'
import { ggufPath, thrownFault } from '../testing/fault-table'
import type { GgufValue } from './header'
import { Keys } from './keys'

const again = 'Fetch the file again, or convert the model again with a newer llama.cpp.'

const keysOf = (values: Readonly<Record<string, GgufValue>>) =>
  new Keys(new Map(Object.entries(values)), 'llama', ggufPath)

/** A value below `llama.key`, how it is asked for, and the message that it is refused with. */
const wrong: readonly [string, GgufValue | undefined, (keys: Keys) => unknown, string][] = [
  ['a number that is missing', undefined, (keys) => keys.need('key'), 'The file does not say'],
  ['a text for a number', '7', (keys) => keys.number('key'), 'The value should be a number'],
  ['yes for a number', true, (keys) => keys.need('key'), 'The value should be a number'],
  ['a list for a number', [7], (keys) => keys.number('key'), 'The value should be a number'],
  ['no number', Number.NaN, (keys) => keys.number('key'), 'The value should be a number'],
  ['a number past every number', 2n ** 63n, (keys) => keys.number('key'), 'The value should be a number'],
  ['a number for a text', 7, (keys) => keys.string('key'), 'The value should be a string'],
  ['a number for yes or no', 1, (keys) => keys.boolean('key'), 'The value should be a boolean'],
  [
    'a text for each layer',
    'a',
    (keys) => keys.everyLayer('key'),
    'The value should be a number, or one for each layer',
  ],
  [
    'texts for each layer',
    ['a'],
    (keys) => keys.everyLayer('key'),
    'The value should be a number, or one for each layer',
  ],
  [
    'nothing for each layer',
    [],
    (keys) => keys.everyLayer('key'),
    'The value should be a number, or one for each layer',
  ],
  [
    'layers that differ',
    [8, 8, 4],
    (keys) => keys.everyLayer('key'),
    'Layers that differ are not computed yet, and they do in',
  ],
  ['one answer for a list of them', true, (keys) => keys.booleans('key'), 'The value should be a list of yes and no'],
  ['numbers for answers', [0, 1], (keys) => keys.booleans('key'), 'The value should be a list of yes and no'],
]

describe('a key of an architecture is refused', () => {
  it.each(wrong)('for %s', (_, value, ask, message) => {
    const keys = keysOf(value === undefined ? {} : { 'llama.key': value })
    expect(thrownFault(() => ask(keys))).toEqual({ kind: 'input', message, place: 'key llama.key', remedy: again })
  })

  it('when nothing that is computed asked for it', () => {
    const keys = keysOf({
      'general.name': 'a',
      'llama.read': 1,
      'llama.vocab_size': 3,
      'llama.new_trick': 1,
      'gemma.x': 1,
    })
    keys.number('read')
    expect(thrownFault(() => keys.refuseOthers())).toEqual({
      kind: 'input',
      message: 'The file sets what is not computed yet',
      place: 'key llama.new_trick',
      remedy: 'It is a variant of the architecture that does not open yet.',
    })
  })
})

describe('keys of an architecture', () => {
  it('answer what the file says, and undefined for what it does not', () => {
    const keys = keysOf({
      'llama.n': 7,
      'llama.t': 'a',
      'llama.b': false,
      'llama.bs': [true, false],
      'llama.l': [3, 3],
    })
    expect([keys.need('n'), keys.number('n'), keys.string('t'), keys.boolean('b')]).toEqual([7, 7, 'a', false])
    expect([keys.booleans('bs'), keys.everyLayer('l'), keys.everyLayer('n')]).toEqual([[true, false], 3, 7])
    expect([keys.number('x'), keys.string('x'), keys.boolean('x'), keys.everyLayer('x'), keys.booleans('x')]).toEqual(
      Array(5).fill(undefined),
    )
    expect([keys.has('n'), keys.has('x')]).toEqual([true, false])
    expect(() => keys.refuseOthers()).not.toThrow()
  })
})
