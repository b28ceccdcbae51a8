import { resolve } from 'node:path'
import { expect, it } from 'vitest'
import { fittingInside, insideTaps } from './inside-taps'
import { createOpenModels } from './opened-model'

const whisper = () => createOpenModels('').open(resolve('fixtures/models/whisper-tiny'))

it('a look inside takes as many tokens as fit beside the states that they read', async () => {
  const model = await whisper()
  const size = { tokens: 9, states: 1_000_000 }
  const fits = fittingInside(model, size)
  expect(fits).toBeGreaterThan(0)
  expect(fits).toBeLessThan(9)
  expect(() => insideTaps(model, size)).toThrow(/on 9 tokens takes \d+ MB: each head keeps 9 × 1000000 weights/)
  expect(insideTaps(model, { tokens: fits, states: size.states })).toContain('decoder.1.cross_attn.hook_pattern')
  expect(fittingInside(model, { tokens: 9, states: 1500 })).toBe(9)
})
