import { join, resolve } from 'node:path'
import { beforeEach, describe, expect, it, onTestFinished } from 'vitest'
import type { Prompt } from '../../shared/contract'
import type { TokenInfo } from '../../shared/model-info'
import type { Trajectory } from '../../shared/trajectory'
import { readReference } from '../inference/testing/reference'
import { answerOf, type Client, startEngine, temporaryFolder } from './testing/engine-client'
import { writeStates } from './testing/states-file'

let client: Client
let folder: string
beforeEach(async () => {
  folder = await temporaryFolder()
  const started = await startEngine(folder)
  client = started.client
  onTestFinished(() => started.engine.close())
})

const pathOf = (model: string) => resolve('fixtures/models', model)
const referenceOf = (model: string) => readReference(model).find(({ tokenIds }) => tokenIds.length === 1)!

function promptOf(model: string): Prompt {
  const { tokenIds, decoderTokenIds } = referenceOf(model)
  return { ids: tokenIds[0]!, decoder: { ids: decoderTokenIds![0]! } }
}

async function traced(model: string, position: number, prompt = promptOf(model)): Promise<Trajectory> {
  const input = { path: pathOf(model), prompt, device: 'cpu', position, view: 'raw', watch: null } as const
  return (await answerOf<Trajectory>(client.analyse.trajectory(input))).answer
}

/** Of a row of a tensor [1, pos, d_model]. */
function lengthOf(model: string, hook: string, position: number): number {
  const { data, shape } = referenceOf(model).tensors.get(hook)!
  return Math.hypot(...data.subarray(position * shape[2]!, (position + 1) * shape[2]!))
}

describe.each(['t5-tiny', 't5-tiny-gated', 'bart-tiny', 'marian-tiny-unshared'])('a token of %s', (model) => {
  const source = referenceOf(model).tokenIds[0]!.length
  const target = referenceOf(model).decoderTokenIds![0]!.length
  const normed = referenceOf(model).tensors.has('decoder.0.hook_normalized_resid_post') ? 'normalized_' : ''

  it('of the encoder goes through the encoder’s blocks, beside the tokens of its own text', async () => {
    const { steps, tokens, others, model: of } = await traced(model, 2)
    expect(of.layers).toBe(2)
    expect(steps.map(({ tap }) => tap)).toEqual([
      'encoder.0.hook_resid_pre',
      ...[0, 1].flatMap((l) => ['mid', 'post'].map((at) => `encoder.${l}.hook_${normed}resid_${at}`)),
    ])
    for (const { tap, norm } of steps) expect(norm).toBeCloseTo(lengthOf(model, tap, 2), 3)
    expect(tokens.map(({ side }) => side)).toEqual([...Array(source).fill('encoder'), ...Array(target).fill('decoder')])
    expect(others.map(({ position }) => position)).toEqual([...Array(source).keys()].filter((at) => at !== 2))
    // The unembedding reads the decoder’s stream.
    expect(steps.every(({ lens }) => lens === null)).toBe(true)
  })

  it('of the decoder also moves by what it reads in the encoder, and ends in words', async () => {
    const position = source + 1
    const { steps, others } = await traced(model, position)
    expect(steps.slice(0, 4).map(({ kind }) => kind)).toEqual(['embed', 'attention', 'cross', 'mlp'])
    expect(steps[2]!.tap).toBe(`decoder.0.hook_${normed}resid_mid_cross`)
    for (const { tap, norm } of steps) expect(norm).toBeCloseTo(lengthOf(model, tap, 1), 3)
    expect(others.map(({ position: at }) => at)).toEqual(
      [...Array(target).keys()].map((at) => at + source).filter((at) => at !== position),
    )
    const logits = referenceOf(model).tensors.get('logits')!
    const row = logits.data.subarray(logits.shape[2]!, 2 * logits.shape[2]!)
    expect(steps.at(-1)!.lens![0]!.id).toBe(row.indexOf(Math.max(...row)))
  })

  it('is followed by what PyTorch’s logits make likeliest at the decoder’s tokens', async () => {
    const input = { path: pathOf(model), prompt: promptOf(model), device: 'cpu', watch: null } as const
    const { answer } = await answerOf(client.analyse.prediction(input))
    const { data, shape } = referenceOf(model).tensors.get('logits')!
    expect(answer.first).toBe(source)
    expect(answer.about).toBe('next')
    expect(answer.positions).toHaveLength(target)
    for (const [at, { words }] of answer.positions.entries()) {
      const row = data.subarray(at * shape[2]!, (at + 1) * shape[2]!)
      expect(words[0]!.id).toBe(row.indexOf(Math.max(...row)))
    }
  })
})

it('a run of a second text is another one than of the first alone, and is found again', async () => {
  const run = async (prompt: Prompt) =>
    (await answerOf(client.run({ path: pathOf('t5-tiny'), prompt, device: 'cpu' }))).answer as { tokens: TokenInfo[] }
  const [ids, said] = [
    [5, 6, 7],
    [0, 9],
  ]
  // Without a second text the decoder has its start token alone.
  expect((await run({ ids })).tokens.map(({ id, side, special }) => [id, side, special]).at(-1)).toEqual([
    ...[0, 'decoder', true],
  ])
  expect(await run({ ids, decoder: { ids: said } })).toMatchObject({ fromStore: false })
  expect(await run({ ids, decoder: { ids: [0, 8] } })).toMatchObject({ fromStore: false })
  expect(await run({ ids, decoder: { ids: said } })).toMatchObject({ fromStore: true })
})

it('the decoder of an encoder–decoder is gone on with', async () => {
  const prompt = promptOf('t5-tiny-gated')
  const settings = { temperature: 0, topK: 0, topP: 1, seed: 1, count: 2 }
  const input = { path: pathOf('t5-tiny-gated'), prompt, device: 'cpu', ...settings } as const
  const { answer } = await answerOf(client.generate(input))
  const { data, shape } = referenceOf('t5-tiny-gated').tensors.get('logits')!
  const row = data.subarray(data.length - shape[2]!)
  expect(answer.words[0]!.id).toBe(row.indexOf(Math.max(...row)))
})

describe('Whisper’s decoder', () => {
  const { tokenIds, encoderStates } = referenceOf('whisper-tiny')
  const ids = tokenIds[0]!

  const statesOf = (shape: readonly number[], dtype: 'F32' | 'F16' = 'F32') =>
    writeStates(folder, encoderStates!, { shape, dtype })

  it('reads the states that it is given, and is another run with others', async () => {
    const [source, width] = encoderStates!.shape.slice(1) as [number, number]
    const whole = statesOf([1, source, width])
    const { steps } = await traced('whisper-tiny', 2, { ids, states: whole })
    for (const { tap, norm } of steps) expect(norm).toBeCloseTo(lengthOf('whisper-tiny', tap, 2), 3)
    const run = async (states: string) =>
      (await answerOf(client.run({ path: pathOf('whisper-tiny'), prompt: { ids, states }, device: 'cpu' }))).answer
    expect((await run(statesOf([source, width]))).fromStore).toBe(true)
    expect((await run(statesOf([source - 1, width]))).fromStore).toBe(false)
  })

  it.each([
    ['none', () => undefined, /reads states that an encoder made of no text/, /--encoder-states/],
    ['of another width', () => statesOf([4, 10]), /shape \[4, 10\], where \[source, 24\] is read/, /own encoder/],
    ['in F16', () => statesOf([4, 24], 'F16'), /dtype F16/, /in F32/],
    ['that are no file', () => join(folder, 'none.safetensors'), /./, /./],
  ])('is refused with states %s', async (_, states, message, remedy) => {
    const path = states()
    const prompt = { ids, ...(path ? { states: path } : {}) }
    const refused = answerOf(client.run({ path: pathOf('whisper-tiny'), prompt, device: 'cpu' }))
    await expect(refused).rejects.toMatchObject({
      data: { kind: 'input', message: expect.stringMatching(message), remedy: expect.stringMatching(remedy) },
    })
  })
})

describe('what a model cannot use is refused in plain words', () => {
  const refused = async (model: string, prompt: Prompt) =>
    expect(answerOf(client.run({ path: pathOf(model), prompt, device: 'cpu' }))).rejects

  it('a second text of a model that reads one', async () => {
    const run = await refused('gpt2-tiny', { ids: [1], decoder: { ids: [1] } })
    await run.toMatchObject({ data: { message: expect.stringContaining('is no encoder–decoder, and reads one text') } })
  })

  it('an id that the decoder’s own vocabulary has no row for', async () => {
    const run = await refused('marian-tiny-unshared', { ids: [50], decoder: { ids: [2, 40] } })
    await run.toMatchObject({
      data: { place: 'token 1 of the decoder’s prompt', remedy: 'Give ids from 0 to 36.' },
    })
  })
})
