import { expect, it } from 'vitest'
import { inLines } from './in-lines'

it('begins a line where the next thing would pass the edge, and leaves what is wider than all in one of its own', () => {
  const room = { from: 10, to: 110, gap: 10 }
  expect(inLines([40, 50, 10, 200, 5], room)).toEqual([
    { x: 10, line: 0 },
    { x: 60, line: 0 },
    { x: 10, line: 1 },
    { x: 10, line: 2 },
    { x: 10, line: 3 },
  ])
})
