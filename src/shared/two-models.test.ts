import { expect, it } from 'vitest'
import { distinctNames } from './two-models'

const model = (name: string, dtype: string, fingerprint: string) => ({ name, dtype, fingerprint })

it('calls two models by their names, and by as much more as tells them apart', () => {
  const one = model('smol', 'Q4_0', 'aaaaaaaa')
  expect(distinctNames([one, model('other', 'Q4_0', 'aaaaaaaa')])).toEqual(['smol', 'other'])
  expect(distinctNames([one, model('smol', 'F16', 'bbbbbbbb')])).toEqual(['smol (Q4_0)', 'smol (F16)'])
  expect(distinctNames([one, model('smol', 'Q4_0', 'bbbbbbbb')])).toEqual(['smol (aaaaaa)', 'smol (bbbbbb)'])
  expect(distinctNames([one, one])).toEqual(['smol (first)', 'smol (second)'])
})
