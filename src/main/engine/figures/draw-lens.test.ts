import { resolve } from 'node:path'
import { beforeEach, describe, expect, it, onTestFinished } from 'vitest'
import type { LensSpec, NextWordsSpec } from '../../../shared/figures/lens-spec'
import type { Prediction } from '../../../shared/prediction'
import { answerOf, type Client, startEngine, temporaryFolder } from '../testing/engine-client'

const of = { path: resolve('fixtures/models/gpt2-tiny'), device: 'cpu' as const }
const prompt = { text: 'The Eiffel Tower is in Paris' }
let client: Client

beforeEach(async () => {
  const { engine, client: started } = await startEngine(await temporaryFolder())
  client = started
  onTestFinished(() => engine.close())
})

async function save(spec: Partial<LensSpec | NextWordsSpec>, format: 'svg' | 'pdf' | 'png' | 'csv' | 'json') {
  const { name, fingerprint } = await client.model.inspect({ path: of.path })
  const paper = { version: 1, model: { name, fingerprint }, prompt, theme: 'light', width: 672, height: 336 } as const
  const whole = { ...paper, ...spec } as LensSpec | NextWordsSpec
  const { answer } = await answerOf<File>(client.export.figure({ ...of, spec: whole, format, dpi: 96 }))
  return answer
}

const predicted = async (watch: number | null): Promise<Prediction> =>
  (await answerOf(client.analyse.prediction({ ...of, prompt, watch }))).answer

describe('the figures of a prediction', () => {
  it.each([
    ['lens', { kind: 'lens', watch: 7 } as const],
    ['next words', { kind: 'next-words', position: 2 } as const],
  ])('%s are drawn as SVG, PDF and PNG', async (_, spec) => {
    expect(await (await save(spec, 'svg')).text()).toMatch(/<svg.*<rect.*<\/svg>/s)
    expect((await (await save(spec, 'pdf')).text()).slice(0, 5)).toBe('%PDF-')
    expect(new Uint8Array(await (await save(spec, 'png')).arrayBuffer()).slice(1, 4)).toEqual(Uint8Array.of(80, 78, 71))
  })

  it('have the map’s numbers as CSV, a row for each cell', async () => {
    const { layers, tokens } = await predicted(7)
    const lines = (await (await save({ kind: 'lens', watch: 7 }, 'csv')).text()).trimEnd().split('\r\n')
    expect(lines).toHaveLength(1 + layers.length * tokens.length)
    const { probability, rank } = layers[1]!.cells[2]!.watched!
    expect(lines[1 + tokens.length + 2]!.split(',').slice(-2).map(Number)).toEqual([probability, rank])
  })

  it('have the bars’ numbers as CSV, likeliest first, and refuse a position that is not there', async () => {
    const { positions } = await predicted(null)
    const lines = (await (await save({ kind: 'next-words', position: 2 }, 'csv')).text()).trimEnd().split('\r\n')
    const numbers = lines.slice(1).map((line) => Number(line.split(',').at(-1)))
    expect(numbers).toEqual(positions[2]!.words.map(({ probability }) => probability))
    await expect(save({ kind: 'next-words', position: 99 }, 'csv')).rejects.toMatchObject({ data: { kind: 'input' } })
  })
})
