import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { row } from '../../src/shared/tensor'
import { lastTap, openMiniLm, readSentences } from './minilm'
import { cosine, largestGap } from './vectors'

/** An animal, an amount of substance, a spot on the skin. */
const [shrew, carbon, biopsy] = readSentences().filter(({ mole }) => mole !== null)
const moles = [shrew!, carbon!, biopsy!]

let model: Awaited<ReturnType<typeof openMiniLm>>
beforeAll(async () => {
  model = await openMiniLm()
})
afterAll(() => model.runner.release())

async function vectorsOf(ids: readonly number[], position: number, taps: readonly string[]) {
  const run = await model.runner.run({ tokenIds: [ids] }, taps)
  return new Map(taps.map((tap) => [tap, row(run.get(tap)!, 0, position)]))
}

async function molesAt(tap: string): Promise<Float32Array[]> {
  const found: Float32Array[] = []
  for (const { ids, mole } of moles) found.push((await vectorsOf(ids, mole!.position, [tap])).get(tap)!)
  return found
}

/** Cosines between the first and second, first and third, second and third. */
function between([a, b, c]: readonly Float32Array[]): [number, number, number] {
  return [cosine(a!, b!), cosine(a!, c!), cosine(b!, c!)]
}

describe('“mole” in three sentences', () => {
  it.each(moles)('agrees with transformers at every layer of “$text”', async ({ ids, mole }) => {
    const { position, vectors } = mole!
    const ours = await vectorsOf(ids, position, [...vectors.keys()])
    // The embedding, its sum after the norm, six layers.
    expect(vectors.size).toBe(8)
    for (const [tap, expected] of vectors) expect(largestGap(ours.get(tap)!, expected), tap).toBeLessThan(1e-4)
  })

  it('starts at one point: the same row of W_E, told apart by its position alone', async () => {
    const [first, second, third] = await molesAt('hook_embed')
    expect(second).toEqual(first)
    expect(third).toEqual(first)
    // 1.000 for the two that stand at position 2; 0.944 with the one at position 9.
    for (const same of between(await molesAt('hook_full_embed'))) expect(same).toBeGreaterThan(0.94)
  })

  it('ends at three, the amount of substance farthest from the others', async () => {
    const starts = between(await molesAt('hook_full_embed'))
    const ends = between(await molesAt(lastTap))
    const [animalAndAmount, animalAndSpot, amountAndSpot] = ends
    // Measured with transformers in float64: 0.770, 0.903, 0.691.
    for (const [pair, end] of ends.entries()) expect(end).toBeLessThan(starts[pair]! - 0.03)
    expect(animalAndAmount).toBeLessThan(0.8)
    expect(amountAndSpot).toBeLessThan(0.72)
    expect(animalAndSpot).toBeLessThan(0.92)
    expect(animalAndSpot).toBeGreaterThan(Math.max(animalAndAmount, amountAndSpot) + 0.1)
  })

  it('moves apart layer by layer where the positions are the same as well', async () => {
    const layers = Array.from({ length: 6 }, (_, layer) => `blocks.${layer}.hook_normalized_resid_post`)
    const taps = ['hook_full_embed', ...layers]
    const animal = await vectorsOf(shrew!.ids, 2, taps)
    const amount = await vectorsOf(carbon!.ids, 2, taps)
    const cosines = taps.map((tap) => cosine(animal.get(tap)!, amount.get(tap)!))
    // 1, 0.964, 0.948, 0.922, 0.903, 0.902, 0.770
    expect(animal.get('hook_full_embed')).toEqual(amount.get('hook_full_embed'))
    for (let layer = 1; layer < cosines.length; layer++) expect(cosines[layer]!).toBeLessThan(cosines[layer - 1]!)
  })
})

describe('where “mole” ends as an animal', () => {
  const id = 16709

  async function endOf(text: string): Promise<Float32Array> {
    const ids = model.tokenIds(text)
    return (await vectorsOf(ids, ids.indexOf(id), [lastTap])).get(lastTap)!
  }

  it.each(['The mole dug a burrow in our garden.', 'A blind mole eats worms in its tunnel.'])(
    'is near in “%s”, and far from where the amount of substance ends',
    async (text) => {
      const end = await endOf(text)
      const animal = cosine(end, await endOf(shrew!.text))
      const amount = cosine(end, await endOf(carbon!.text))
      // 0.94 and 0.89 against 0.69 and 0.65.
      expect(animal).toBeGreaterThan(amount + 0.15)
    },
  )
})
