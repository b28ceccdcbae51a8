import type { Prompt } from '../../shared/contract'
import { Fault } from '../../shared/fault'
import { count } from '../../shared/figures/numbers'
import type { DeviceName, DeviceWish } from '../../shared/model-info'
import { fewestCkaTokens, mostCkaTokens, type Similarity } from '../../shared/similarity'
import { type Station, stationHooks } from '../../shared/taps'
import { distinctNames } from '../../shared/two-models'
import { alignment, hsic, type TokenProducts, tokenProducts } from '../analysis'
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
  demandTokens(tokens)
  const names = distinctNames([model.info, other.info])
  const optionsOf = (of: string): RunOptions => ({
    signal,
    onProgress: (progress) => onProgress?.({ ...progress, of }),
  })
  const reference = await gather(tools, other, asIds, device, optionsOf(names[1]))
  const own = await gather(tools, model, asIds, device, optionsOf(names[0]))
  const ofReference = await alone(reference, signal)
  const biased: number[][] = []
  const debiased: (number | null)[][] = []
  for (const [done, station] of own.products.entries()) {
    onProgress?.({ stage: 'analysing', done, total: own.products.length })
    await breathe(signal)
    const self = hsic(station, station)
    const row = reference.products.map((theirs, at) => ({ between: hsic(station, theirs), other: ofReference[at]! }))
    biased.push(row.map(({ between, other }) => alignment(between.biased, self.biased, other.biased) ?? 0))
    debiased.push(row.map(({ between, other }) => alignment(between.unbiased, self.unbiased, other.unbiased)))
  }
  return {
    models: [fileOf(model), fileOf(other)],
    devices: [own.device, reference.device],
    ...{ texts: prompts.length, tokens },
    stations: [own.stations, reference.stations].map((stations) =>
      stations.map(({ tap, layer, kind }) => ({ tap, layer, kind })),
    ) as Similarity['stations'],
    ...{ biased, debiased },
  }
}

interface Gathered {
  readonly stations: readonly Station[]
  readonly products: readonly TokenProducts[]
  readonly device: DeviceName
}

/** Runs all sentences, and keeps of each station the products of all their tokens. */
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
  const pause = async () => {
    await breathe(options.signal)
  }
  const products: TokenProducts[] = []
  for (const parts of values) {
    const whole = new Float32Array(parts.reduce((sum, { length }) => sum + length, 0))
    let at = 0
    for (const part of parts) {
      whole.set(part, at)
      at += part.length
    }
    options.onProgress?.({ stage: 'analysing', done: products.length, total: values.length })
    products.push(await tokenProducts(whole, whole.length / model.shape.sizes.dModel, pause))
  }
  return { stations, products, device: ran }
}

async function alone({ products }: Gathered, signal: AbortSignal | undefined) {
  await breathe(signal)
  return products.map((one) => hsic(one, one))
}

function demandTokens(tokens: number): void {
  const wrong = tokens < fewestCkaTokens ? 'few' : tokens > mostCkaTokens ? 'many' : null
  if (wrong === null) return
  throw Fault.input(
    `${count(tokens)} tokens are too ${wrong} for CKA, which takes ${fewestCkaTokens} to ${mostCkaTokens} here`,
    {
      place: 'prompts',
      remedy: wrong === 'few' ? 'Add a longer sentence, or several.' : 'Take some of the sentences away.',
    },
  )
}

function fileOf({ info: { name, fingerprint, dtype, bytes } }: OpenedModel): Similarity['models'][number] {
  return { name, fingerprint, dtype, bytes }
}
