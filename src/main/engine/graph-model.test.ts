import { resolve } from 'node:path'
import { beforeEach, describe, expect, it, onTestFinished } from 'vitest'
import type { HeadDetail } from '../../shared/head-detail'
import { readReference } from '../inference/testing/reference'
import { answerOf, type Client, startEngine, temporaryFolder } from './testing/engine-client'

let client: Client

beforeEach(async () => {
  const started = await startEngine(await temporaryFolder())
  client = started.client
  onTestFinished(() => started.engine.close())
})

/** Files of exporters of several kinds, each with the model that it was exported from. */
const files: readonly [file: string, model: string][] = [
  ['gpt2-tiny/dynamo-sdpa-20.onnx', 'gpt2-tiny'],
  ['gpt2-tiny/ts-eager-14.onnx', 'gpt2-tiny'],
  ['llama-tiny/ts-eager-14.onnx', 'llama-tiny'],
  ['gemma2-tiny/dynamo-eager-18.onnx', 'gemma2-tiny'],
  ['phi-tiny/ts-eager-14.onnx', 'phi-tiny'],
  ['bert-tiny/dynamo-sdpa-23.onnx', 'bert-tiny'],
  ['distilbert-tiny/dynamo-sdpa-18.onnx', 'distilbert-tiny'],
  ['t5-tiny/ts-eager-14.onnx', 't5-tiny'],
  ['bart-tiny/dynamo-sdpa-23.onnx', 'bart-tiny'],
]

/** What says which model and which run an answer is of, and not what is in it. */
const aboutRun = new Set(['model', 'device', 'fromStore', 'milliseconds', 'scale', 'text', 'hash'])

/** The largest difference of two answers, relative to 1 and more, and where it is; throws where they are of other forms. */
function farthest(one: unknown, other: unknown, place = ''): { by: number; place: string } {
  if (typeof one === 'number' && typeof other === 'number') {
    return { by: Math.abs(one - other) / Math.max(1, Math.abs(other)), place }
  }
  if (one === null || typeof one !== 'object' || other === null || typeof other !== 'object') {
    expect(one, place).toEqual(other)
    return { by: 0, place }
  }
  const [a, b] = [one as Record<string, unknown>, other as Record<string, unknown>]
  const keys = Object.keys(b).filter((key) => !aboutRun.has(key))
  expect(
    Object.keys(a).filter((key) => !aboutRun.has(key)),
    place,
  ).toEqual(keys)
  return keys
    .map((key) => farthest(a[key], b[key], `${place}.${key}`))
    .reduce((most, each) => (each.by > most.by ? each : most), { by: 0, place })
}

const pathOf = (file: string) => resolve('fixtures/onnx', file)

/** The same question about an ONNX file and about the model that it was exported from. */
function requestsOf(file: string, model: string) {
  const one = readReference(model).find(({ tokenIds }) => tokenIds.length === 1)!
  const said = one.decoderTokenIds?.[0]
  const prompt = { ids: [...one.tokenIds[0]!], ...(said ? { decoder: { ids: [...said] } } : {}) }
  const request = { prompt, device: 'cpu' as const }
  return [pathOf(file), resolve('fixtures/models', model)].map((path) => ({ ...request, path }))
}

describe.each(files)('%s answers as the weights it was exported from:', (file, model) => {
  const [graph, weights] = requestsOf(file, model) as [
    ReturnType<typeof requestsOf>[0],
    ReturnType<typeof requestsOf>[0],
  ]
  const position = 'decoder' in graph.prompt ? graph.prompt.ids.length + 1 : 3

  it('what it is', async () => {
    const [own, theirs] = [await client.model.inspect(graph), await client.model.inspect(weights)]
    const { kind, layers, heads, keyHeads, dModel, dHead, dMlp, languageModel, finalNorm } = theirs
    expect(own).toMatchObject({ format: 'onnx', kind, layers, heads, keyHeads, dModel, dHead, dMlp })
    if (own.languageModel) expect(own).toMatchObject({ languageModel, finalNorm, vocabulary: theirs.vocabulary })
  })

  it.each(['raw', 'unit'] as const)('the path of a token, %s', async (view) => {
    const ask = { position, view, watch: null }
    const [own, theirs] = [
      (await answerOf(client.analyse.trajectory({ ...graph, ...ask }))).answer,
      (await answerOf(client.analyse.trajectory({ ...weights, ...ask }))).answer,
    ]
    expect(farthest(own, theirs).by).toBeLessThan(1e-4)
  })

  it('the attention of every head', async () => {
    const [own, theirs] = [
      (await answerOf(client.analyse.attention(graph))).answer,
      (await answerOf(client.analyse.attention(weights))).answer,
    ]
    expect(farthest(own, theirs)).toMatchObject({ by: expect.closeTo(0, 4) })
  })

  it('a query and a key of a head', async () => {
    const ask = { layer: 1, head: 1, query: 'decoder' in graph.prompt ? 3 : position, key: 1 }
    const [own, theirs] = [
      (await answerOf(client.analyse.head({ ...graph, ...ask }))).answer,
      (await answerOf(client.analyse.head({ ...weights, ...ask }))).answer,
    ]
    // What a mask hides has a score that only the weights' own rules tell.
    const seen = ({ row, ...rest }: HeadDetail) => ({ ...rest, row: row.filter(({ masked }) => !masked) })
    expect(farthest(seen(own), seen(theirs))).toMatchObject({ by: expect.closeTo(0, 4) })
    if (own.scale !== null) expect(own.scale).toBeCloseTo(theirs.scale!, 5)
  })

  it('the parts of a step', async () => {
    const ask = {
      position,
      layer: 'decoder' in graph.prompt ? 4 : 1,
      view: 'raw' as const,
      target: { kind: 'end' as const },
    }
    const [own, theirs] = [
      (await answerOf(client.analyse.decomposition({ ...graph, ...ask }))).answer,
      (await answerOf(client.analyse.decomposition({ ...weights, ...ask }))).answer,
    ]
    expect(own.attention.off).toBeLessThan(1e-4)
    const { attributesLogits: _, ...rest } = theirs
    const { attributesLogits: __, ...mine } = own
    expect(farthest(mine, rest)).toMatchObject({ by: expect.closeTo(0, 3) })
  })

  it('the words that it predicts', async () => {
    const info = await client.model.inspect(graph)
    if (!info.languageModel) return
    const [own, theirs] = [
      (await answerOf(client.analyse.prediction({ ...graph, watch: 5 }))).answer,
      (await answerOf(client.analyse.prediction({ ...weights, watch: 5 }))).answer,
    ]
    expect(farthest(own, theirs)).toMatchObject({ by: expect.closeTo(0, 4) })
  })

  it('the self-check', async () => {
    const { answer } = await answerOf(client.model.selfCheck({ path: graph.path, device: 'cpu' }))
    for (const sum of answer.sums) {
      if (sum.kind === 'measured') expect(sum.error, sum.part).toBeLessThan(sum.bound)
    }
    expect(answer.finite.place).toBeNull()
  })
})

describe('what wants weights by name', () => {
  const path = pathOf('gpt2-tiny/dynamo-sdpa-20.onnx')

  it('says that an ONNX file has none', async () => {
    const other = resolve('fixtures/models/gpt2-tiny')
    const faulty = /is an ONNX file, whose weights go by names of their own/
    await expect(client.analyse.weights({ path, other }).then((call) => call.next())).rejects.toThrow(faulty)
  })
})
