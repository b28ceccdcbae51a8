import { type Direction, isOfWords, type ThirdList } from '../../shared/direction'
import { Fault } from '../../shared/fault'
import type { DeviceName, DeviceWish } from '../../shared/model-info'
import { type FloatTensor, floatTensor } from '../../shared/tensor'
import { fitLogistic, meanDifference, norm, probeStrength } from '../analysis'
import type { VocabularyProducts } from '../inference'
import type { OpenedModel } from './opened-model'
import type { RunOptions } from './run-options'
import type { RunTools } from './run-prompt'
import { sentenceStates, sentencesOf, stationNamed } from './sentence-states'
import { demandTable, tableOf, tokenOfWord, type WordTableName } from './word-rows'

/** One of a direction's two lists in a model. */
export interface MadeList {
  readonly texts: readonly string[]
  /** [texts, d_model]. */
  readonly rows: FloatTensor
  readonly leftOut: readonly string[]
}

/** A direction in a model. */
export interface MadeDirection {
  /** From the firsts to the seconds, not of unit length: [d_model]. */
  readonly vector: Float32Array
  readonly minus: MadeList
  readonly plus: MadeList
  readonly device: DeviceName
}

export interface DirectionRequest {
  readonly model: OpenedModel
  readonly device: DeviceWish
  readonly direction: Direction
}

/** Paths are drawn along the same directions again and again, and the sentences of one take their time. */
const kept = new WeakMap<OpenedModel, Map<string, MadeDirection>>()
const keptAtMost = 32

/**
 * Makes a direction out of its two lists. Throws an `input` fault where the model lacks what it is made of: single tokens for its
 * words, its table or station, or a difference of the two lists.
 */
export async function makeDirection(
  tools: RunTools,
  { model, device, direction }: DirectionRequest,
  options: RunOptions,
): Promise<MadeDirection> {
  const known = kept.get(model) ?? new Map<string, MadeDirection>()
  kept.set(model, known)
  const key = JSON.stringify([device, direction])
  const before = known.get(key)
  if (before) return before
  demandOwnModel(model, direction)
  const lists = isOfWords(direction)
    ? await wordLists(tools, model, device, direction, options)
    : await sentenceLists(tools, model, device, direction, options)
  const vector = vectorOf(direction, lists)
  if (!(norm(vector) > 0)) {
    throw Fault.input(`The two lists of “${direction.name}” do not differ in ${model.info.name}`, {
      place: 'direction',
      remedy: 'Choose other words or sentences.',
    })
  }
  const made = { ...lists, vector }
  known.set(key, made)
  for (const oldest of known.keys()) {
    if (known.size <= keptAtMost) break
    known.delete(oldest)
  }
  return made
}

function demandOwnModel({ info }: OpenedModel, { name, fingerprint, at }: Direction): void {
  if (fingerprint === null || fingerprint === info.fingerprint) return
  throw Fault.input(`“${name}” belongs to another model, at its ${at}`, {
    place: 'direction',
    remedy: 'Make it again in this model from its two lists.',
  })
}

function vectorOf({ made }: Direction, { minus, plus }: Pick<MadeDirection, 'minus' | 'plus'>): Float32Array {
  if (made === 'means') return meanDifference(minus.rows, plus.rows)
  const width = minus.rows.shape[1]!
  const data = new Float32Array(minus.rows.data.length + plus.rows.data.length)
  data.set(minus.rows.data)
  data.set(plus.rows.data, minus.rows.data.length)
  const labels = [...minus.texts.map(() => 0 as const), ...plus.texts.map(() => 1 as const)]
  const all = labels.map((_, row) => row)
  return Float32Array.from(fitLogistic(floatTensor(data, [labels.length, width]), all, labels, probeStrength).weights)
}

/** Reads a list that has no part in a direction where the direction is read. Throws an `input` fault where none of it is there. */
export async function readThird(
  tools: RunTools,
  { model, device, direction }: DirectionRequest,
  { name, entries }: ThirdList,
  options: RunOptions,
): Promise<MadeList> {
  if (!isOfWords(direction)) {
    const request = {
      model,
      device,
      sentences: entries,
      state: direction.state,
      stations: [stationNamed(model, direction.at)],
    }
    const { states } = await sentenceStates(tools, request, options)
    return { texts: entries, rows: states[0]!, leftOut: [] }
  }
  const token = await tokenOfWord(model)
  const texts = entries.filter((word) => token(word) !== null)
  const leftOut = entries.filter((word) => token(word) === null)
  if (texts.length === 0) throw noneKnown(model, name, leftOut)
  const rows = await tools.runners.use(model, device, options, ({ vocabulary }) =>
    rowsOfWords(vocabulary, direction, texts, token),
  )
  return { texts, rows, leftOut }
}

/** The rows of words that are one token each, of the table that a direction is read in. */
function rowsOfWords(
  vocabulary: VocabularyProducts,
  { at }: Direction,
  words: readonly string[],
  token: Awaited<ReturnType<typeof tokenOfWord>>,
): Promise<FloatTensor> {
  return vocabulary.rows(
    tableOf[at as WordTableName],
    words.map((word) => token(word)!.id),
  )
}

function noneKnown({ info }: OpenedModel, list: string, words: readonly string[]): Fault {
  return Fault.input(`${info.name} has no single token for any word of “${list}”`, {
    file: info.path,
    place: words.slice(0, 5).join(', '),
    remedy: 'Choose words that its vocabulary has.',
  })
}

async function wordLists(
  tools: RunTools,
  model: OpenedModel,
  device: DeviceWish,
  direction: Direction,
  options: RunOptions,
): Promise<Omit<MadeDirection, 'vector'>> {
  const { ends, at, minus, plus, paired } = direction
  demandTable(model, at as WordTableName)
  const token = await tokenOfWord(model)
  const unknown = (words: readonly string[]) => words.map((word) => token(word) === null)
  const [lacksMinus, lacksPlus] = [unknown(minus), unknown(plus)]
  const isOut = (place: number, own: readonly boolean[], other: readonly boolean[]) =>
    own[place]! || (paired && (other[place] ?? false))
  const sorted = (words: readonly string[], own: readonly boolean[], other: readonly boolean[]) => ({
    texts: words.filter((_, place) => !isOut(place, own, other)),
    leftOut: words.filter((_, place) => isOut(place, own, other)),
  })
  const [from, to] = [sorted(minus, lacksMinus, lacksPlus), sorted(plus, lacksPlus, lacksMinus)]
  for (const [end, { texts, leftOut }] of [from, to].entries()) {
    if (texts.length === 0) throw noneKnown(model, ends[end]!, leftOut)
  }
  return tools.runners.use(model, device, options, async ({ vocabulary }, choice) => {
    const rowsOf = (texts: readonly string[]) => rowsOfWords(vocabulary, direction, texts, token)
    return {
      minus: { ...from, rows: await rowsOf(from.texts) },
      plus: { ...to, rows: await rowsOf(to.texts) },
      device: choice.device,
    }
  })
}

async function sentenceLists(
  tools: RunTools,
  model: OpenedModel,
  device: DeviceWish,
  direction: Direction,
  options: RunOptions,
): Promise<Omit<MadeDirection, 'vector'>> {
  const { at, state, minus, plus } = direction
  const stations = [stationNamed(model, at)]
  const request = { model, device, sentences: sentencesOf(direction), state, stations }
  const { states, device: ran } = await sentenceStates(tools, request, options)
  const { data, shape } = states[0]!
  const width = shape[1]!
  const part = (first: number, texts: readonly string[]): MadeList => ({
    texts,
    rows: floatTensor(data.slice(first * width, (first + texts.length) * width), [texts.length, width]),
    leftOut: [],
  })
  return { minus: part(0, minus), plus: part(minus.length, plus), device: ran }
}
