import { readdirSync } from 'node:fs'
import { cp, readFile, writeFile } from 'node:fs/promises'
import { join, resolve } from 'node:path'
import { createRouterClient } from '@orpc/server'
import { beforeEach, describe, expect, it, onTestFinished } from 'vitest'
import type { Prediction } from '../../shared/prediction'
import { sampleName } from '../../shared/sample'
import type { MeasuredLoss, SelfCheck } from '../../shared/self-check'
import { createEngine } from './create-engine'
import { createOpenModels } from './opened-model'
import { checkPrompt } from './self-check-prompt'
import { answerOf, type Client, startEngine, temporaryFolder } from './testing/engine-client'

const models = readdirSync('fixtures/models')
const fixture = (name: string) => resolve('fixtures/models', name)
const sampleFolder = resolve('resources/sample')
let client: Client

beforeEach(async () => {
  const { engine, client: started } = await startEngine(await temporaryFolder())
  client = started
  onTestFinished(() => engine.close())
})

const check = async (path: string): Promise<SelfCheck> =>
  (await answerOf(client.model.selfCheck({ path, device: 'cpu' }))).answer

function demandLoss({ loss }: SelfCheck): MeasuredLoss {
  if (loss.kind !== 'measured') throw new Error(`No loss was measured: ${loss.reason}`)
  return loss
}

function expectSums({ finite, sums }: SelfCheck, unembeds: boolean): void {
  expect(finite.place).toBeNull()
  expect(finite.values).toBeGreaterThan(0)
  expect(sums.map(({ part, kind }) => [part, kind])).toEqual([
    ['stream', 'measured'],
    ['weights', 'measured'],
    ['heads', 'measured'],
    ['logits', unembeds ? 'measured' : 'none'],
  ])
  for (const sum of sums) if (sum.kind === 'measured') expect(sum.error, sum.part).toBeLessThanOrEqual(1e-6)
}

/** A copy of a safetensors folder, one tensor's bytes changed. */
async function changed(folder: string, tensor: string, change: (bytes: Buffer, shape: number[]) => void) {
  const copy = join(await temporaryFolder(), 'copy')
  await cp(folder, copy, { recursive: true })
  const file = join(copy, 'model.safetensors')
  const bytes = await readFile(file)
  const start = 8 + Number(bytes.readBigUInt64LE(0))
  const { data_offsets, shape } = JSON.parse(bytes.toString('utf8', 8, start))[tensor]
  change(bytes.subarray(start + data_offsets[0], start + data_offsets[1]), shape)
  await writeFile(file, bytes)
  return copy
}

it.each(models)('the parts of %s sum to the whole, and every value is finite', async (name) => {
  const { languageModel } = await client.model.inspect({ path: fixture(name) })
  expectSums(await check(fixture(name)), languageModel)
})

it('both stacks of an encoder–decoder are looked at, on several tokens of each', async () => {
  const { rows } = await checkPrompt(await createOpenModels(sampleFolder).open(fixture('t5-tiny')))
  const { tokenIds, decoderTokenIds } = rows[0]!.batch
  for (const ids of [tokenIds, decoderTokenIds!]) expect(ids[0]!.length).toBeGreaterThan(8)
  // What is wrong in the encoder is found where it first shows.
  const weight = 'encoder.block.1.layer.0.SelfAttention.o.weight'
  const path = await changed(fixture('t5-tiny'), weight, (bytes) => bytes.writeFloatLE(Number.NaN))
  expect((await check(path)).finite.place).toBe('encoder.1.hook_attn_out')
})

describe('the loss', () => {
  it('of a decoder is the mean surprisal that its predictions give the text', async () => {
    const path = fixture('gpt2-tiny')
    const loss = demandLoss(await check(path))
    const model = await createOpenModels(sampleFolder).open(path)
    const { rows, loss: measure } = await checkPrompt(model)
    const prompt = { ids: [...rows[0]!.batch.tokenIds[0]!] }
    const { answer } = await answerOf<Prediction>(
      client.analyse.prediction({ path, prompt, device: 'cpu', watch: null }),
    )
    const surprisals = answer.positions.flatMap(({ actual }) => (actual ? [-Math.log(actual.probability)] : []))
    const sum = surprisals.reduce((a, b) => a + b)
    expect(loss).toMatchObject({ about: 'next', text: 'english', tokens: surprisals.length, verdict: 'chance' })
    expect(loss.nats).toBeCloseTo(sum / surprisals.length, 4)
    // The first word is given, and is no part of what is predicted.
    const text = answer.tokens.map((token) => token.text).join('')
    expect(measure!.bytes).toBe(Buffer.byteLength(text) - Buffer.byteLength(answer.tokens[0]!.text))
    expect(loss.bitsPerByte).toBeCloseTo(sum / Math.LN2 / measure!.bytes, 4)
  })

  it('of an encoder is that of each token hidden once, a seventh of them at a time', async () => {
    const path = fixture('bert-tiny-mlm')
    const loss = demandLoss(await check(path))
    const model = await createOpenModels(sampleFolder).open(path)
    const { rows } = await checkPrompt(model)
    const tokens = rows[0]!.batch.tokenIds[0]!.length
    const hidden = rows.flatMap(({ targets }) => targets.map(({ position }) => position)).sort((a, b) => a - b)
    expect(hidden).toEqual(Array.from({ length: tokens - 2 }, (_, index) => index + 1))
    let sum = 0
    for (const { batch, targets } of rows) {
      const ids = batch.tokenIds[0]!
      for (const { position, id } of targets) {
        expect(ids[position]).toBe((await model.tokenizer())!.maskId)
        const call = client.analyse.prediction({ path, prompt: { ids: [...ids] }, device: 'cpu', watch: id })
        sum -= Math.log((await answerOf(call)).answer.layers.at(-1)!.cells[position]!.watched!.probability)
      }
    }
    expect(loss).toMatchObject({ about: 'masked', tokens: hidden.length })
    expect(loss.nats).toBeCloseTo(sum / hidden.length, 4)
  })

  it('of the shipped sample is a trained model’s, and chance once the rows of its embedding are mixed up', async () => {
    expect(demandLoss(await check(sampleName))).toMatchObject({ text: 'own', verdict: 'trained' })
    const mixed = await changed(sampleFolder, 'transformer.wte.weight', (bytes, [rows]) => {
      const width = bytes.length / rows!
      const before = Buffer.from(bytes)
      // 1009 is prime and no divisor of the rows: every row moves to another place, and none is lost.
      for (let row = 0; row < rows!; row++) {
        const from = ((row * 1009 + 1) % rows!) * width
        before.copy(bytes, row * width, from, from + width)
      }
    })
    const engine = await createEngine({ dataFolder: await temporaryFolder(), version: '0', sampleFolder: mixed })
    onTestFinished(() => engine.close())
    const of = createRouterClient(engine.router).model.selfCheck({ path: sampleName, device: 'cpu' })
    const { answer } = await answerOf(of)
    expect(demandLoss(answer).verdict).toBe('chance')
    expectSums(answer, true)
  })

  it.each([
    ['bert-tiny', 'It ends in vectors and predicts no words.'],
    ['gptj-tiny', 'There is no tokenizer.json, so it can read no text.'],
  ])('of %s is left out with the reason', async (name, reason) => {
    expect((await check(fixture(name))).loss).toEqual({ kind: 'none', reason })
  })
})

it('a weight that is not a number is found where it first shows, and nothing is measured after it', async () => {
  const path = await changed(fixture('gpt2-tiny'), 'transformer.h.1.mlp.c_fc.bias', (bytes) =>
    bytes.writeFloatLE(Number.NaN),
  )
  const { finite, loss, sums } = await check(path)
  expect(finite.place).toBe('blocks.1.hook_mlp_out')
  expect([loss, ...sums].map((one) => one.kind)).toEqual(Array(5).fill('none'))
})

it('a check leaves nothing in the store', async () => {
  await check(fixture('gpt2-tiny'))
  expect((await client.store.info()).entries).toBe(0)
})
