import fc from 'fast-check'
import { expect, it } from 'vitest'
import { duplicateKey } from './duplicate-key'

it.each([
  ['{"a": 1, "a": 2}', 'a'],
  ['{"a":{"x":1},"b":[1,"a"],"a"\n\t:{}}', 'a'],
  [String.raw`{"a\"b": 1, "a\u0022b": 2}`, 'a"b'],
  [String.raw`{"\\": "\\", "\\": 2}`, '\\'],
  ['{"": 1, "": 2}', ''],
  ['{"__proto__": 1, "__proto__": 2}', '__proto__'],
])('%s holds %j twice', (json, key) => {
  expect(duplicateKey(json)).toBe(key)
})

it.each(['{}', '{"a": {"a": 1}, "b": {"a": 1}}', '{"a": "a", "b": "a"}', '["a", "a"]', '"a"', '7'])(
  '%s holds no key twice',
  (json) => {
    expect(duplicateKey(json)).toBeUndefined()
  },
)

it('JSON written from a value never holds a key twice', () => {
  fc.assert(fc.property(fc.jsonValue(), (value) => duplicateKey(JSON.stringify(value, null, 1)) === undefined))
})
