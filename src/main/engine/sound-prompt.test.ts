import { cpSync, mkdirSync, writeFileSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { beforeEach, describe, expect, it, onTestFinished } from 'vitest'
import type { TokenInfo } from '../../shared/model-info'
import { floatTensor } from '../../shared/tensor'
import { answerOf, type Client, startEngine, temporaryFolder } from './testing/engine-client'
import { writeStates } from './testing/states-file'

const onnx = resolve('fixtures/onnx')
const samples = join(onnx, 'wav2vec2-tiny/ts-eager-14.onnx')
const rows = join(onnx, 'whisper-encoder-tiny/ts-eager-14.onnx')
const tones = resolve('fixtures/media/tones.wav')
let client: Client

beforeEach(async () => {
  const started = await startEngine(await temporaryFolder())
  client = started.client
  onTestFinished(() => started.engine.close())
})

const textsOf = ({ tokens }: { tokens: readonly TokenInfo[] }) => tokens.map(({ text }) => text)

const refused = (path: string, prompt: object) =>
  expect(answerOf(client.run({ path, prompt: prompt as never, device: 'cpu' }))).rejects

/** Whisper's encoder with what says how its rows are made. */
async function whisper(): Promise<string> {
  const folder = join(await temporaryFolder(), 'whisper')
  mkdirSync(folder)
  for (const name of ['ts-eager-14.onnx', 'weights.bin'])
    cpSync(join(onnx, 'whisper-encoder-tiny', name), join(folder, name))
  const config = { feature_extractor_type: 'WhisperFeatureExtractor', feature_size: 8 }
  writeFileSync(join(folder, 'preprocessor_config.json'), JSON.stringify(config))
  return join(folder, 'ts-eager-14.onnx')
}

describe('a model that hears samples', () => {
  it('says so, and names its frames by their time', async () => {
    const { reads } = await client.model.inspect({ path: samples })
    expect(reads).toMatchObject({ kind: 'sound', as: 'samples', rate: 16_000, step: 12 / 16_000, leading: 0 })
    const { tokens } = await client.model.tokenize({ path: samples, file: tones })
    expect(tokens.slice(0, 3).map(({ text }) => text)).toEqual(['0.0000s', '0.0008s', '0.0015s'])
  })

  it('runs, with as many positions as its frames are', async () => {
    const ask = { path: samples, prompt: { file: tones }, device: 'cpu' } as const
    const { answer } = await answerOf(client.run(ask))
    const { answer: attention } = await answerOf(client.analyse.attention(ask))
    expect(attention.tokens).toHaveLength(answer.tokens.length)
    const patterns = await (await answerOf(client.analyse.patterns({ ...ask, layer: 1 }))).answer.arrayBuffer()
    // Weights and scores of four heads.
    expect(patterns.byteLength).toBe(2 * 4 * 4 * answer.tokens.length ** 2)
  })

  it('refuses what is no sound', async () => {
    await refused(samples, { file: resolve('fixtures/media/picture.png') }).toThrow('no WAV file')
    await refused(samples, { text: 'hello' }).toThrow('reads a sound, and no text')
  })
})

describe('Whisper’s encoder', () => {
  it('hears a WAV file where its config says how', async () => {
    const path = await whisper()
    const { reads } = await client.model.inspect({ path })
    expect(reads).toMatchObject({ as: 'log-mel', step: 0.02, how: expect.stringContaining('8 bands of mels') })
    const { answer } = await answerOf(client.run({ path, prompt: { file: tones }, device: 'cpu' }))
    expect(textsOf(answer).slice(0, 3)).toEqual(['0.00s', '0.02s', '0.04s'])
    expect(answer.tokens).toHaveLength(15)
  })

  it('else takes rows out of a safetensors file, of the right shape', async () => {
    const folder = await temporaryFolder()
    const file = (shape: number[]) =>
      writeStates(folder, floatTensor(new Float32Array(shape.reduce((a, b) => a * b)).fill(0.5), shape))
    const { reads } = await client.model.inspect({ path: rows })
    expect(reads).toMatchObject({ as: 'rows', step: null })
    const { answer } = await answerOf(client.run({ path: rows, prompt: { file: file([8, 30]) }, device: 'cpu' }))
    expect(textsOf(answer).slice(0, 2)).toEqual(['f1', 'f2'])
    await refused(rows, { file: tones }).toThrow('features of a kind that is not made here')
    await refused(rows, { file: file([30]) }).toThrow('where [bands, frames] is read')
    await refused(rows, { file: file([8, 29]) }).toThrow('it is of shape [1, 8, 29]')
  })
})
