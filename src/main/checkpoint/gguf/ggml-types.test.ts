import { readFileSync } from 'node:fs'
import { expect, test } from 'vitest'
import { ggmlTypes, removedTypes } from './ggml-types'

/** What the gguf package says (fixtures/make_ggml_blocks.py). */
const theirs = Object.entries(
  JSON.parse(readFileSync('fixtures/ggml/types.json', 'utf8')) as Record<string, [number, number, number]>,
)

test.each(theirs)('%s has the number and the block that the gguf package gives it', (name, [number, values, bytes]) => {
  // The package still has two F32 beside each block of Q8_1; ggml (ggml-common.h) has two F16. No file holds the type.
  const ours = name === 'Q8_1' ? bytes - 4 : bytes
  expect(ggmlTypes.get(number)).toEqual({ name, values, bytes: ours })
})

test('every number is a type or one given up, and never both', () => {
  const numbers = [...ggmlTypes.keys(), ...removedTypes.keys()].sort((a, b) => a - b)
  expect(numbers).toEqual(Array.from({ length: 43 }, (_, index) => index))
})
