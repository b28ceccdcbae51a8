import { resolve } from 'node:path'
import { expect, test } from 'vitest'
import { modelArgument } from './model-argument'

test('a path is taken from the folder one works in, and the sample’s name is not a path', () => {
  const here = resolve('/models')
  expect(modelArgument('gpt2', here)).toBe(resolve(here, 'gpt2'))
  expect(modelArgument(resolve('/other/gpt2'), here)).toBe(resolve('/other/gpt2'))
  expect(modelArgument('sample', here)).toBe('sample')
  expect(modelArgument('./sample', here)).toBe(resolve(here, 'sample'))
})
