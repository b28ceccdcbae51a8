import { readFileSync } from 'node:fs'
import { beforeEach, describe, expect, it, onTestFinished } from 'vitest'
import type { PartPlace } from '../../shared/anatomy'
import type { CellMeasure, MatrixFacts, MatrixWindow, Spectrum } from '../../shared/matrix'
import { answerOf, type Client, startEngine, temporaryFolder } from './testing/engine-client'
import { quantised } from './testing/two-models'

interface Apart {
  readonly shape: [number, number]
  readonly frobenius: number
  readonly mean: number
  readonly deviation: number
  readonly smallest: number
  readonly largest: number
  readonly singular: number[]
  readonly effectiveRank: number
  readonly stableRank: number
  readonly means: number[][]
  readonly magnitudes: number[][]
  readonly corner: number[][]
}

/** numpy's, in float64, of the matrices as they lie (fixtures/make_anatomy.py). */
const reference: Record<'sample' | 'quantised', Record<string, Apart>> = JSON.parse(
  readFileSync('fixtures/anatomy/matrices.json', 'utf8'),
)
const paths = { sample: 'sample', quantised }
const cases = Object.entries(reference).flatMap(([model, matrices]) =>
  Object.entries(matrices).map(([named, apart]) => {
    const [name, part = null] = named.split(' ') as [string, 'key' | null]
    return { path: paths[model as keyof typeof paths], weight: { name, part }, named, apart }
  }),
)

let client: Client

beforeEach(async () => {
  const { engine, client: started } = await startEngine(await temporaryFolder())
  client = started
  onTestFinished(() => engine.close())
})

async function cells(
  path: string,
  weight: { name: string; part: 'key' | null },
  asked: MatrixWindow & { height: number; width: number; measure: CellMeasure },
) {
  const { answer } = await answerOf<File>(client.analyse.cells({ path, weight, ...asked }))
  return new Float32Array(await answer.arrayBuffer())
}

describe.each(cases)('the matrix $named', ({ path, weight, apart }) => {
  it('has the norm, the mean and the range that numpy gives', async () => {
    const { answer, stages } = await answerOf<MatrixFacts>(client.analyse.matrix({ path, weight }))
    expect(stages).toEqual(['reading'])
    expect(answer.weight.shape).toEqual(apart.shape)
    expect(answer.frobenius / apart.frobenius).toBeCloseTo(1, 10)
    expect(answer.mean).toBeCloseTo(apart.mean, 10)
    expect(answer.deviation / apart.deviation).toBeCloseTo(1, 8)
    expect([answer.smallest, answer.largest]).toEqual([apart.smallest, apart.largest])
    expect(answer.histogram.counts.reduce((sum, count) => sum + count)).toBe(answer.weight.parameters)
  })

  it('has the singular values that numpy gives', async () => {
    const { answer } = await answerOf<Spectrum>(client.analyse.spectrum({ path, weight }))
    expect(answer.all).toBe(true)
    expect(answer.values).toHaveLength(apart.singular.length)
    const [first] = apart.singular as [number]
    for (const [at, value] of apart.singular.entries()) {
      expect(Math.abs(answer.values[at]! - value) / first).toBeLessThan(3e-8)
    }
    expect(answer.effectiveRank! / apart.effectiveRank).toBeCloseTo(1, 5)
    expect(answer.stableRank / apart.stableRank).toBeCloseTo(1, 8)
  })

  it('is shown by the mean of each cell, of the values or of their sizes, and number by number', async () => {
    const window: MatrixWindow = { rows: [0, 32], columns: [0, 32] }
    for (const [measure, expected] of [
      ['mean', apart.means],
      ['magnitude', apart.magnitudes],
    ] as const) {
      const found = await cells(path, weight, { ...window, height: 2, width: 2, measure })
      for (const [at, value] of expected.flat().entries()) expect(found[at]).toBeCloseTo(value, 6)
    }
    const asked = { rows: [0, 3], columns: [0, 3], height: 400, width: 400, measure: 'mean' } as const
    expect([...(await cells(path, weight, { ...asked, rows: [0, 3], columns: [0, 3] }))]).toEqual(apart.corner.flat())
  })
})

describe('a matrix', () => {
  it('is shown in the same numbers wherever its window begins', async () => {
    const weight = { name: 'model.layers.0.mlp.down_proj.weight', part: null }
    const whole = await cells(quantised, weight, {
      rows: [0, 64],
      columns: [0, 96],
      height: 64,
      width: 96,
      measure: 'mean',
    })
    const inner = await cells(quantised, weight, {
      rows: [7, 20],
      columns: [45, 90],
      height: 99,
      width: 99,
      measure: 'mean',
    })
    for (let row = 7; row < 20; row++) {
      expect([...inner.subarray((row - 7) * 45, (row - 6) * 45)]).toEqual([
        ...whole.subarray(row * 96 + 45, row * 96 + 90),
      ])
    }
  })

  it('is found by what it is for, also where one tensor holds several', async () => {
    const at = (kind: PartPlace['kind']) => client.model.weights({ path: 'sample', kind, stack: 'blocks', layer: 2 })
    const name = 'transformer.h.2.attn.c_attn.weight'
    expect(await at('value')).toMatchObject([{ name, part: 'value', shape: [128, 128], dtype: 'F16', bytes: 32_768 }])
    expect((await at('norm')).map(({ shape }) => shape)).toEqual([
      [1, 128],
      [1, 128],
    ])
  })

  it('is refused where the model has none of its name, or where the window is not within it', async () => {
    const weight = { name: 'nothing', part: null }
    await expect(answerOf(client.analyse.matrix({ path: 'sample', weight }))).rejects.toMatchObject({
      data: { kind: 'input', place: 'tensor nothing' },
    })
    const asked = { rows: [0, 4000], columns: [0, 10], height: 9, width: 9, measure: 'mean' } as const
    const wte = { name: 'transformer.wte.weight', part: null }
    await expect(cells('sample', wte, { ...asked, rows: [0, 4000], columns: [0, 10] })).rejects.toMatchObject({
      data: { message: expect.stringContaining('not within 3237 × 128') },
    })
  })

  it('can be stopped while it is taken apart', async () => {
    const controller = new AbortController()
    const weight = { name: 'transformer.wte.weight', part: null }
    const call = await client.analyse.spectrum({ path: 'sample', weight }, { signal: controller.signal })
    await call.next()
    controller.abort()
    await expect(call.next()).rejects.toMatchObject({ data: { kind: 'cancelled' } })
  })
})
