import { performance } from 'node:perf_hooks'
import type { Progress } from '../../shared/contract'
import { Fault } from '../../shared/fault'
import type { DeviceWish } from '../../shared/model-info'
import { stacksOf } from '../../shared/model-shape'
import type { SelfCheck, SumCheck, SumPart } from '../../shared/self-check'
import { residualStations } from '../../shared/taps'
import { type FloatTensor, floatTensor, row } from '../../shared/tensor'
import {
  attentionsAmong,
  type Farthest,
  farthestOf,
  firstNotFinite,
  headsError,
  judgeLoss,
  logitsError,
  streamError,
  surprisal,
  weightsError,
} from '../analysis'
import type { Batch, Runner } from '../inference'
import { demanding, hooksThere } from './found-hooks'
import { fittingInside, insideTaps, type PromptSize } from './inside-taps'
import { breathe } from './long-call'
import type { OpenedModel } from './opened-model'
import type { RunOptions } from './run-options'
import type { RunTools } from './run-prompt'
import { type CheckPrompt, checkPrompt } from './self-check-prompt'
import { streamParts } from './stream-parts'

export interface SelfCheckRequest {
  readonly model: OpenedModel
  readonly device: DeviceWish
}

/** So many tokens are looked at inside, where a pattern is as large as their square. */
const mostInside = 48

const overflow = 'Some values are not finite.'

/** Logits held at a time for the comparison, in bytes. */
const pieceBytes = 64 * 1024 * 1024

/**
 * What rounding may do, relative. Sums and softmaxes in F32 stay below 1e-6 of their largest summand; products of matrices differ
 * more between one order of adding and another, and a graphics card may round their factors to ten bits. A part that is missing
 * or in the wrong place is off by a tenth and more.
 */
const bounds: Readonly<Record<SumPart, number>> = { stream: 1e-5, weights: 1e-5, heads: 2e-3, logits: 2e-3 }

type Tell = (stage: Progress['stage'], done?: number, total?: number) => Promise<void>

/**
 * Runs a fixed text and compares: its loss with trained models' and with guessing, each sum of parts with its whole, and every
 * value with being a number. Always computed anew, since it is about the weights and the device as they are now, and not kept:
 * it would push out of the store what a person asked for.
 */
export async function checkModel(
  tools: RunTools,
  { model, device: wish }: SelfCheckRequest,
  { onProgress, signal }: RunOptions,
): Promise<SelfCheck> {
  const began = performance.now()
  if (model.info.reads) {
    throw Fault.input(`The self-check runs a text, and ${model.info.name} reads none`, {
      file: model.info.path,
      remedy: 'Check it above, where its graph is: that proves its hook points on a run.',
    })
  }
  const tell: Tell = async (stage, done, total) => {
    onProgress?.({ stage, done: done ?? null, total: total ?? null })
    await breathe(signal)
  }
  await tell('reading')
  const prompt = await checkPrompt(model)
  return tools.runners.use(model, wish, { onProgress, signal }, async (runner, { device }) => {
    const end = await checkEnd(model, runner, prompt, tell)
    const inside = await checkInside(model, runner, prompt, tell)
    const place = inside.notFinite ?? end.notFinite
    const { name, fingerprint } = model.info
    return {
      model: { name, fingerprint },
      device,
      milliseconds: performance.now() - began,
      loss: place === null ? end.loss : { kind: 'none', reason: overflow },
      finite: { values: end.values + inside.values, place },
      sums: [...inside.sums, end.logits],
    }
  })
}

/** The loss, and whether the last station gives the logits. */
async function checkEnd(model: OpenedModel, runner: Runner, { rows, loss, reason }: CheckPrompt, tell: Tell) {
  const none = (why: string) => ({ kind: 'none' as const, reason: why })
  if (rows.length === 0) {
    return { loss: none(reason), logits: notMeasured('logits', reason), values: 0, notFinite: null }
  }
  if (!model.info.languageModel) {
    const logits = notMeasured('logits', 'It ends in vectors and has no logits.')
    return { loss: none(reason), logits, values: 0, notFinite: null }
  }
  const { hooks } = residualStations(model.shape.taps).at(-1)!
  const vocabulary = model.info.vocabulary
  await tell('opening')
  await runner.open([...hooks, 'logits'])
  let [nats, tokens, values] = [0, 0, 0]
  let notFinite: string | null = null
  let compared: SumCheck = notMeasured('logits', overflow)
  for (const [index, { batch, targets }] of rows.entries()) {
    await tell('running', index, rows.length)
    const tensors = await runner.run(batch, [...hooks, 'logits'])
    const logits = tensors.get('logits')!
    values += countOf(tensors)
    notFinite ??= firstNotFinite(tensors)
    for (const { position, id } of targets) nats += surprisal(row(logits, 0, position), id)
    tokens += targets.length
    if (index > 0 || notFinite !== null) continue
    compared = measured('logits', await compareLogits(runner, sumOf(hooks.map((hook) => tensors.get(hook)!)), logits))
  }
  return {
    loss: loss && notFinite === null ? judgeLoss({ ...loss, nats, tokens, vocabulary }) : none(reason),
    logits: compared,
    values,
    notFinite,
  }
}

/** The sums of the parts, on the first tokens. The session that this leaves open is the one that looks inside need. */
async function checkInside(model: OpenedModel, runner: Runner, { rows, reason }: CheckPrompt, tell: Tell) {
  const { shape } = model
  const [first] = rows
  const none = (why: string) => (['stream', 'weights', 'heads'] as const).map((part) => notMeasured(part, why))
  if (first === undefined) return { sums: none(reason), values: 0, notFinite: null }
  const { batch, size } = beginning(model, first.batch)
  const asked = insideTaps(model, size)
  const taps = hooksThere(model, asked)
  await tell('opening')
  await runner.open(taps)
  await tell('running')
  const tensors = demanding(model, await runner.run(batch, taps), asked)
  const notFinite = firstNotFinite(tensors)
  const values = countOf(tensors)
  if (notFinite !== null) return { sums: none(overflow), values, notFinite }
  const vectors = await runner.writes.vectors()
  const stacks = stacksOf(shape).map((stack) => ({
    stations: residualStations(stack.taps),
    parts: streamParts(shape, stack, vectors),
  }))
  const attentions = stacks.flatMap(({ parts }) => attentionsAmong(parts))
  const beforeEach = (done: number) => tell('analysing', done, attentions.length)
  await beforeEach(0)
  const sums = [
    measured('stream', farthestOf(stacks.map(({ stations, parts }) => streamError({ stations, tensors, parts })))),
    measured(
      'weights',
      weightsError({
        tensors,
        attentions: attentions.map(({ at, number }) => ({ at, sinks: vectors.attentions[number]!.sinks })),
      }),
    ),
    measured(
      'heads',
      await headsError({
        tensors,
        attentions,
        writesOfHeads: (attention, z) => runner.writes.ofHeads(attention, z),
        beforeEach,
      }),
    ),
  ]
  return { sums, values, notFinite }
}

/** The first tokens of each text: as many as are looked at inside, and how large that is. */
function beginning(
  model: OpenedModel,
  { tokenIds, decoderTokenIds, ...beside }: Batch,
): { batch: Batch; size: PromptSize } {
  const texts = decoderTokenIds ? [tokenIds[0]!, decoderTokenIds[0]!] : [tokenIds[0]!]
  const states = beside.encoderStates?.shape[1] ?? null
  const count = (ids: readonly number[]) => Math.min(mostInside, ids.length)
  const most = fittingInside(model, { tokens: texts.reduce((sum, ids) => sum + count(ids), 0), states })
  const each = Math.max(1, Math.min(mostInside, Math.floor(most / texts.length)))
  const [own, said] = texts.map((ids) => ids.slice(0, each))
  return {
    batch: { ...beside, tokenIds: [own!], ...(said ? { decoderTokenIds: [said] } : {}) },
    size: { tokens: own!.length + (said?.length ?? 0), states },
  }
}

/** The logits of the graph, and those that the unembedding alone makes of the last station [1, pos, d_model]. */
async function compareLogits(runner: Runner, station: FloatTensor, logits: FloatTensor): Promise<Farthest> {
  const [, tokens, width] = station.shape as [number, number, number]
  const vocabulary = logits.shape[2]!
  const perPiece = Math.max(1, Math.floor(pieceBytes / (4 * vocabulary)))
  let farthest: Farthest | null = null
  for (let first = 0; first < tokens; first += perPiece) {
    const last = Math.min(tokens, first + perPiece)
    const part = ({ data }: FloatTensor, of: number) =>
      floatTensor(data.slice(first * of, last * of), [last - first, of])
    const piece = logitsError(await runner.vocabulary.scores(part(station, width)), part(logits, vocabulary))
    if (farthest === null || piece.error > farthest.error) farthest = piece
  }
  return farthest!
}

function measured(part: SumPart, { error, place }: Farthest): SumCheck {
  return { kind: 'measured', part, error, bound: bounds[part], place }
}

function notMeasured(part: SumPart, reason: string): SumCheck {
  return { kind: 'none', part, reason }
}

function sumOf([first, ...others]: readonly FloatTensor[]): FloatTensor {
  const data = Float32Array.from(first!.data)
  for (const other of others) for (let i = 0; i < data.length; i++) data[i]! += other.data[i]!
  return floatTensor(data, first!.shape)
}

function countOf(tensors: ReadonlyMap<string, FloatTensor>): number {
  return [...tensors.values()].reduce((sum, { data }) => sum + data.length, 0)
}
