import { performance } from 'node:perf_hooks'
import type { Progress } from '../../shared/contract'
import { Fault } from '../../shared/fault'
import type { DeviceWish } from '../../shared/model-info'
import type { SelfCheck, SumCheck, SumPart } from '../../shared/self-check'
import { residualStations } from '../../shared/taps'
import { type FloatTensor, floatTensor, row } from '../../shared/tensor'
import {
  type Farthest,
  firstNotFinite,
  headsError,
  judgeLoss,
  logitsError,
  streamError,
  surprisal,
  weightsError,
} from '../analysis'
import { tapModelOf } from '../families'
import type { Runner } from '../inference'
import { moveTools } from './decompose-move'
import { fittingInside, insideTaps } from './inside-taps'
import { breathe } from './long-call'
import type { OpenedModel } from './opened-model'
import type { RunOptions } from './run-options'
import type { RunTools } from './run-prompt'
import { type CheckPrompt, checkPrompt } from './self-check-prompt'

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
  const tell: Tell = async (stage, done, total) => {
    onProgress?.({ stage, done: done ?? null, total: total ?? null })
    await breathe()
    if (signal?.aborted) throw Fault.cancelled()
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
  const { hooks } = residualStations(tapModelOf(model.architecture)).at(-1)!
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
async function checkInside(model: OpenedModel, runner: Runner, { rows, reason: emptyReason }: CheckPrompt, tell: Tell) {
  const { layers } = model.info
  const [first] = rows
  const parts = ['stream', 'weights', 'heads'] as const
  if (first === undefined || model.architecture.encoder !== null) {
    const reason = first === undefined ? emptyReason : 'Encoder–decoders are not taken apart yet.'
    return { sums: parts.map((part) => notMeasured(part, reason)), values: 0, notFinite: null }
  }
  const all = first.batch.tokenIds[0]!
  const ids = all.slice(0, fittingInside(model, Math.min(mostInside, all.length)))
  const taps = insideTaps(model, ids.length)
  await tell('opening')
  await runner.open(taps)
  await tell('running')
  const tensors = await runner.run({ tokenIds: [ids] }, taps)
  const notFinite = firstNotFinite(tensors)
  const values = countOf(tensors)
  if (notFinite !== null) return { sums: parts.map((part) => notMeasured(part, overflow)), values, notFinite }
  const own = await moveTools(model.architecture, runner)
  const { sinks } = await runner.writes.vectors()
  const beforeLayer = (layer: number) => tell('analysing', layer, layers)
  await beforeLayer(0)
  const sums = [
    measured(
      'stream',
      streamError({ stations: residualStations(tapModelOf(model.architecture)), tensors, normsAfter: own.normsAfter }),
    ),
    measured('weights', weightsError({ layers, tensors, sinks })),
    measured('heads', await headsError({ layers, tensors, tools: own, beforeLayer })),
  ]
  return { sums, values, notFinite }
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
