import { setTimeout as pause } from 'node:timers/promises'
import { describe, expect, it } from 'vitest'
import { atOnce, inSlices, type Sliced } from './slices'

/** Steps that take so many milliseconds each. */
function* slow(steps: number, each: number): Sliced<string> {
  for (let step = 0; step < steps; step++) {
    yield step / steps
    const until = Date.now() + each
    while (Date.now() < until);
  }
  return 'done'
}

describe('work in slices', () => {
  it('gives way between steps once they have taken a while, and says how far it is', async () => {
    const shares: number[] = []
    const answer = await inSlices(slow(10, 5), async (share) => {
      shares.push(share)
      await pause()
    })
    expect(answer).toBe('done')
    expect(shares.length).toBeGreaterThanOrEqual(4)
    expect(shares).toEqual(shares.toSorted((a, b) => a - b))
  })

  it('gives way to nobody where it is short', async () => {
    const giveWay = async () => {
      throw new Error('Nobody should have waited.')
    }
    expect(await inSlices(slow(3, 0), giveWay)).toBe('done')
    expect(atOnce(slow(3, 0))).toBe('done')
  })

  it('ends where giving way throws', async () => {
    let asked = 0
    const stopped = inSlices(slow(100, 5), async () => {
      asked += 1
      if (asked === 2) throw new Error('stop')
    })
    await expect(stopped).rejects.toThrow('stop')
    expect(asked).toBe(2)
  })
})
