import type { Prompt } from '../../shared/contract'
import { Fault } from '../../shared/fault'
import { count } from '../../shared/figures/numbers'
import type { DeviceName, DeviceWish } from '../../shared/model-info'
import { fewestCkaTokens, mostCkaTokens, type Similarity, type StreamSize } from '../../shared/similarity'
import { residualStations, type Station, stationHooks } from '../../shared/taps'
import { distinctNames } from '../../shared/two-models'
import { alignment, type Hsic, hsic, type TokenProducts, tokenProducts } from '../analysis'
import { breathe } from './long-call'
import type { OpenedModel } from './opened-model'
import { readPrompt } from './read-prompt'
import type { RunOptions } from './run-options'
import { type RunTools, runPrompt } from './run-prompt'
import { allStations, lastSide } from './token-side'
import { demandSameTexts, demandSameWords } from './two-models-in-common'

export interface SimilarityRequest {
  readonly model: OpenedModel
  /** The reference. */
  readonly other: OpenedModel
  readonly prompts: readonly Prompt[]
  readonly device: DeviceWish
}

/**
 * CKA between every two stations of two models, over the tokens of all sentences together: of an encoder–decoder, those that its
 * decoder says. Widths, layers and numbers of stations may differ; the token ids are the same, by the first model's tokenizer.
 */
export async function compareSimilarity(
  tools: RunTools,
  { model, other, prompts, device }: SimilarityRequest,
  { onProgress, signal }: RunOptions,
): Promise<Similarity> {
  demandSameTexts(model, other)
  const asIds: Prompt[] = []
  let tokens = 0
  for (const prompt of prompts) {
    const { tokens: own, batch } = await readPrompt(model, prompt)
    await demandSameWords(model, other, own)
    tokens += lastSide(model, own).tokens.length
    if ('file' in prompt) {
      asIds.push(prompt)
      continue
    }
    asIds.push({
      ids: [...batch.tokenIds[0]!],
      ...(batch.decoderTokenIds ? { decoder: { ids: [...batch.decoderTokenIds[0]!] } } : {}),
      ...(prompt.states === undefined ? {} : { states: prompt.states }),
      ...(prompt.inputs === undefined ? {} : { inputs: prompt.inputs }),
    })
  }
  const mostTokens = mostCkaTokens(streamOf(model), streamOf(other))
  demandTokens(tokens, mostTokens)
  const names = distinctNames([model.info, other.info])
  const optionsOf = (of: string): RunOptions => ({
    signal,
    onProgress: (progress) => onProgress?.({ ...progress, of }),
  })
  const reference = await gather(tools, other, asIds, device, optionsOf(names[1]))
  const theirs: { products: TokenProducts; self: Hsic }[] = []
  for await (const products of productsOf(reference, other, optionsOf(names[1]))) {
    theirs.push({ products, self: hsic(products, products) })
  }
  const own = await gather(tools, model, asIds, device, optionsOf(names[0]))
  const biased: number[][] = []
  const debiased: (number | null)[][] = []
  // Of the model one station's products are kept at a time.
  for await (const station of productsOf(own, model, optionsOf(names[0]))) {
    const self = hsic(station, station)
    const row: { between: Hsic; other: Hsic }[] = []
    for (const one of theirs) {
      row.push({ between: hsic(station, one.products), other: one.self })
      await breathe(signal)
    }
    biased.push(row.map(({ between, other }) => alignment(between.biased, self.biased, other.biased) ?? 0))
    debiased.push(row.map(({ between, other }) => alignment(between.unbiased, self.unbiased, other.unbiased)))
  }
  return {
    models: [fileOf(model), fileOf(other)],
    devices: [own.device, reference.device],
    ...{ texts: prompts.length, tokens, mostTokens },
    stations: [own.stations, reference.stations].map((stations) =>
      stations.map(({ tap, layer, kind }) => ({ tap, layer, kind })),
    ) as Similarity['stations'],
    ...{ biased, debiased },
  }
}

interface Gathered {
  readonly stations: readonly Station[]
  /** Of each station [token, width] for each sentence; taken away as they are used. */
  readonly values: (readonly Float32Array[])[]
  readonly device: DeviceName
}

/** Runs all sentences, and keeps the streams at all their tokens. */
async function gather(
  tools: RunTools,
  model: OpenedModel,
  prompts: readonly Prompt[],
  device: DeviceWish,
  options: RunOptions,
): Promise<Gathered> {
  const taps = stationHooks(allStations(model))
  let stations: readonly Station[] = []
  const values: Float32Array[][] = []
  let ran: DeviceName = 'cpu'
  for (const [done, prompt] of prompts.entries()) {
    const report: RunOptions = {
      signal: options.signal,
      onProgress: (progress) => options.onProgress?.({ ...progress, done, total: prompts.length }),
    }
    await runPrompt(tools, { model, prompt, device }, taps, report, async (run) => {
      ran = run.device.device
      stations = lastSide(model, run.tokens).stations
      for (const [at, { tap }] of stations.entries()) values[at] = [...(values[at] ?? []), run.tensors.get(tap)!.data]
    })
  }
  return { stations, values, device: ran }
}

/** Of one station after the other the products of all tokens. */
async function* productsOf(
  { stations, values }: Gathered,
  { shape }: OpenedModel,
  { onProgress, signal }: RunOptions,
): AsyncGenerator<TokenProducts> {
  const pause = async () => {
    await breathe(signal)
  }
  for (let parts = values.shift(); parts; parts = values.shift()) {
    const done = stations.length - values.length - 1
    onProgress?.({ stage: 'analysing', done, total: stations.length })
    const whole = new Float32Array(parts.reduce((sum, { length }) => sum + length, 0))
    let at = 0
    for (const part of parts) {
      whole.set(part, at)
      at += part.length
    }
    yield tokenProducts(whole, whole.length / shape.sizes.dModel, pause)
  }
}

function streamOf({ shape }: OpenedModel): StreamSize {
  return { stations: residualStations(shape.taps).length, width: shape.sizes.dModel }
}

function demandTokens(tokens: number, most: number): void {
  const wrong = tokens < fewestCkaTokens ? 'few' : tokens > most ? 'many' : null
  if (wrong === null) return
  throw Fault.input(
    `${tokens === 1 ? 'One token is' : `${count(tokens)} tokens are`} too ${wrong} for CKA, which takes ${fewestCkaTokens} to ${count(most)} of these two models`,
    {
      place: 'prompts',
      remedy: wrong === 'few' ? 'Add a longer sentence, or several.' : 'Take some of the sentences away.',
    },
  )
}

function fileOf({ info: { name, fingerprint, dtype, bytes } }: OpenedModel): Similarity['models'][number] {
  return { name, fingerprint, dtype, bytes }
}
