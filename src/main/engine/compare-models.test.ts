import { resolve } from 'node:path'
import { beforeEach, describe, expect, it, onTestFinished } from 'vitest'
import type { Progress, Prompt } from '../../shared/contract'
import { isAbsent, type TwoModels, twoModels } from '../../shared/two-models'
import { answerOf, type Client, startEngine, temporaryFolder } from './testing/engine-client'
import { plain, quantised, readTwoModels } from './testing/two-models'

let client: Client

beforeEach(async () => {
  const { engine, client: started } = await startEngine(await temporaryFolder())
  client = started
  onTestFinished(() => engine.close())
})

const model = (name: string) => resolve('fixtures/models', name)
const reference = readTwoModels()
const prompt: Prompt = { ids: reference.ids }
const usual = {
  path: quantised,
  other: plain,
  prompt,
  position: reference.position,
  view: 'raw',
  device: 'cpu',
} as const

type Input = Parameters<Client['analyse']['models']>[0]
const compare = async (input: Partial<Input> = {}): Promise<TwoModels> =>
  (await answerOf(client.analyse.models({ ...usual, ...input }))).answer

/** The part, where there is one. */
function given<T extends object>(part: T): Exclude<T, { absent: string }> {
  if (isAbsent(part)) throw new Error(part.absent)
  return part as Exclude<T, { absent: string }>
}

describe('two quantisations of one model', () => {
  it('are as far apart at every station as PyTorch’s runs of the two', async () => {
    const answer = await compare()
    expect(twoModels.parse(answer)).toEqual(answer)
    expect(answer.models.map(({ name }) => name)).toEqual(['llama-quantised', 'llama-f16'])
    const paths = given(answer.paths)
    expect(paths.stations.map(({ tap }) => tap)).toEqual(reference.stations)
    for (const measure of ['distances', 'relative', 'cosines'] as const) {
      for (const [station, expected] of reference[measure].entries()) {
        expect(paths[measure][station], `${measure} ${station}`).toBeCloseTo(expected, 4)
      }
    }
    expect(paths.paths.map((path) => path.length)).toEqual([5, 5])
    expect(new Set(paths.words.map(({ model }) => model))).toEqual(new Set([0, 1]))
  })

  it('have heads whose patterns are apart by the total variation that PyTorch’s patterns have', async () => {
    const heads = given((await compare()).patterns)
    for (const [layer, row] of heads.entries()) {
      for (const [head, { row: atToken, mean }] of row.entries()) {
        expect(atToken, `${layer}.${head}`).toBeCloseTo(reference.rows[layer]![head]!, 5)
        expect(mean, `${layer}.${head}`).toBeCloseTo(reference.means[layer]![head]!, 5)
      }
    }
  })

  it('say next words whose shares, divergence and entropies are PyTorch’s', async () => {
    const words = given((await compare()).words)
    expect(words).toMatchObject({ about: 'next', vocabulary: 96 })
    expect(words.divergence).toBeCloseTo(reference.divergence, 5)
    expect(words.largest.id).toBe(reference.largest.id)
    expect(words.largest.difference).toBeCloseTo(reference.largest.difference, 4)
    for (const side of [0, 1] as const) {
      expect(words.entropies[side]).toBeCloseTo(reference.entropies[side], 4)
      const shares = reference.probabilities[side]
      const likeliest = shares.map((_, id) => id).sort((a, b) => shares[b]! - shares[a]!)
      expect(words.words.map(({ id }) => id)).toEqual(expect.arrayContaining(likeliest.slice(0, 12)))
      for (const { id, probabilities, ranks } of words.words) {
        expect(probabilities[side]).toBeCloseTo(shares[id]!, 5)
        expect(ranks[side]).toBe(likeliest.indexOf(id))
      }
    }
  })

  it('are the same to the bit where they are one file', async () => {
    const { paths, patterns, words } = await compare({ other: quantised })
    expect(new Set(given(paths).distances)).toEqual(new Set([0]))
    expect(given(paths).parting).toBeNull()
    expect(
      new Set(
        given(patterns)
          .flat()
          .map(({ mean }) => mean),
      ),
    ).toEqual(new Set([0]))
    expect(given(words)).toMatchObject({ divergence: 0, largest: { difference: 0 } })
  })

  it('are told apart in the progress, the reference first', async () => {
    const call = await client.analyse.models(usual)
    const seen: Progress[] = []
    for (let step = await call.next(); !step.done; step = await call.next()) seen.push(step.value)
    expect([...new Set(seen.map(({ of }) => of))]).toEqual(['llama-f16', 'llama-quantised'])
    expect(seen.filter(({ of }) => of === 'llama-f16').map(({ stage }) => stage)).toContain('running')
    expect(seen.filter(({ of }) => of === 'llama-quantised').map(({ stage }) => stage)).toContain('preparing')
  })

  it('are stored each under its own fingerprint, and read back', async () => {
    const first = await compare()
    expect(first.models.map(({ fromStore }) => fromStore)).toEqual([false, false])
    const { entries } = await client.store.info()
    const again = await compare({ view: 'unit' })
    expect(again.models.map(({ fromStore }) => fromStore)).toEqual([true, true])
    expect((await client.store.info()).entries).toBe(entries)
    expect(given(again.paths).distances).toEqual(given(first.paths).distances)
  })
})

describe('a file and the folder that it was made from', () => {
  it.each(['llama-tiny', 'gpt2-tiny', 'gpt-neox-tiny', 'falcon-tiny', 'gemma-tiny'])(
    'compute the same in %s, however the weights lie',
    async (name) => {
      const { paths, patterns } = await compare({
        path: resolve('fixtures/gguf', `${name}.gguf`),
        other: model(name),
        prompt: { ids: [5, 7, 9, 11] },
        position: 3,
      })
      expect(Math.max(...given(paths).relative)).toBeLessThan(1e-5)
      expect(
        Math.max(
          ...given(patterns)
            .flat()
            .map(({ mean }) => mean),
        ),
      ).toBeLessThan(1e-5)
    },
  )
})

describe('models that are not alike', () => {
  const ids = { prompt: { ids: [5, 7, 9] }, position: 2 }

  it('are compared in what they have in common, and the answer says why not in the rest', async () => {
    const { paths, patterns, words } = await compare({
      ...ids,
      path: resolve('fixtures/gguf/llama-tiny-quantised.gguf'),
      other: quantised,
    })
    expect(paths).toEqual({ absent: expect.stringMatching(/dimensions in the residual stream/) })
    expect(words).toEqual({ absent: expect.stringMatching(/words in the vocabulary/) })
    expect(given(patterns)).toHaveLength(2)
  })

  it('are refused where they have nothing in common, before any of them runs', async () => {
    const call = compare({ ...ids, path: model('llama-tiny'), other: quantised })
    await expect(call).rejects.toMatchObject({
      data: { kind: 'input', message: expect.stringMatching(/^The two models have nothing that can be compared/) },
    })
    expect((await client.store.info()).entries).toBe(0)
  })

  it('are refused where one reads two texts', async () => {
    const call = compare({ ...ids, path: quantised, other: model('t5-tiny-gated') })
    await expect(call).rejects.toMatchObject({ data: { message: expect.stringMatching(/reads two texts/) } })
  })

  it('are compared on both texts where both read two', async () => {
    const { tokens, patterns, paths } = await compare({
      path: model('t5-tiny-gated'),
      other: model('t5-tiny-gated'),
      prompt: { ids: [5, 7, 9], decoder: { ids: [0, 4] } },
      position: 4,
    })
    expect(tokens.map(({ side }) => side)).toEqual(['encoder', 'encoder', 'encoder', 'decoder', 'decoder'])
    expect(given(paths).stations.some(({ kind }) => kind === 'cross')).toBe(true)
    // The encoder's rows are another text's.
    expect(given(patterns)[0]![0]).toEqual({ row: null, mean: 0 })
    expect(given(patterns).at(-1)![0]).toEqual({ row: 0, mean: 0 })
  })

  it('are refused where their tokenizers read the same ids otherwise', async () => {
    const call = compare({
      path: 'sample',
      other: model('gpt2-tiny'),
      prompt: { text: 'The Eiffel Tower' },
      position: 0,
    })
    await expect(call).rejects.toMatchObject({
      data: { message: expect.stringMatching(/^The token \d+ is .* to .* and .* to /), remedy: expect.any(String) },
    })
  })

  it('are refused at a token that the prompt does not have', async () => {
    await expect(compare({ position: 99 })).rejects.toMatchObject({ data: { kind: 'input' } })
  })
})
