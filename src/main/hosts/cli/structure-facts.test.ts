import { expect, it } from 'vitest'
import type { FoundPositions } from '../../../shared/onnx-info'
import { structureFacts } from './structure-facts'
import { sampleStructure } from './testing/fake-engine'

function facts(positions: FoundPositions) {
  const [stack] = sampleStructure.stacks
  return Object.fromEntries(structureFacts({ ...sampleStructure, stacks: [{ ...stack!, positions }] }))
}

it('says nothing of positions where they are tokens', () => {
  expect(facts({ kind: 'tokens' })).not.toHaveProperty('positions')
})

it('says how an image is cut, and nothing of words', () => {
  const patches = { kind: 'patches', input: 'pixel_values', rows: 14, columns: 14, leading: 1, trailing: 0 } as const
  const said = facts({ ...patches, patch: [16, 16] })
  expect(said.positions).toBe('14 × 14 patches of pixel_values, 16 × 16 pixels each, after 1 special token')
  expect(said).not.toHaveProperty('vocabulary')
  expect(facts({ ...patches, patch: null, leading: 0, trailing: 4 }).positions).toBe(
    '14 × 14 patches of pixel_values, before 4 special tokens',
  )
})

it('says how far apart frames of a sound are', () => {
  const frames = { kind: 'frames', input: 'input_values', reach: null, leading: 0 } as const
  expect(facts({ ...frames, step: 320 }).positions).toBe('a piece every 320 of input_values')
  expect(facts({ ...frames, step: null, leading: 2 }).positions).toBe('pieces of input_values, after 2 special tokens')
})
