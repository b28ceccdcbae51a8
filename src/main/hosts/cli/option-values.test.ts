import { InvalidArgumentError } from 'commander'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { namedInput, numberWithin, tapGlobs, tokenIds } from './option-values'

describe('token ids', () => {
  it('are read back however they are separated', () => {
    const separator = fc.stringMatching(/^[ ,\t]{1,3}$/)
    fc.assert(
      fc.property(fc.array(fc.maxSafeNat(), { minLength: 1 }), separator, (ids, between) => {
        expect(tokenIds(ids.join(between))).toEqual(ids)
      }),
    )
  })

  it.each(['', ' , ', '5,-1', '5.5', '1e3', '0x10', 'five', '9007199254740992'])('are not “%s”', (text) => {
    expect(() => tokenIds(text)).toThrow('whole numbers')
  })
})

it('globs are separated by commas and spaces', () => {
  expect(tapGlobs('blocks.*.hook_resid_pre, logits')).toEqual(['blocks.*.hook_resid_pre', 'logits'])
  expect(() => tapGlobs(' ')).toThrow('at least one')
})

it.each(['', ' ', 'x', '1.5', '-1', '11', 'Infinity', 'NaN'])('a whole number from 0 to 10 is not “%s”', (text) => {
  expect(() => numberWithin(0, 10, 'whole')(text)).toThrow('It is a whole number from 0 to 10.')
})

describe('numbers for an input of a graph', () => {
  it('are a list or a file, and add to those before', () => {
    const first = namedInput('ids=1, 2,3')
    expect(first).toEqual({ ids: { numbers: [1, 2, 3], shape: null } })
    expect(namedInput('image=cat.safetensors', first)).toEqual({ ...first, image: { file: 'cat.safetensors' } })
  })

  it.each(['ids', '=1', 'ids=', 'ids=1,two'])('are not %j', (text) => {
    expect(() => namedInput(text)).toThrow(InvalidArgumentError)
  })
})
