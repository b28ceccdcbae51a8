import { isOfWords } from '../../shared/direction'
import { Fault } from '../../shared/fault'
import type { DeviceName, DeviceWish, TokenInfo } from '../../shared/model-info'
import { floatTensor, row } from '../../shared/tensor'
import type { ArithmeticQuestion, NearestWord, WordArithmetic } from '../../shared/word-arithmetic'
import { norm } from '../analysis'
import type { OpenedModel } from './opened-model'
import { demandTokenizer, textsOf } from './read-prompt'
import type { RunOptions } from './run-options'
import type { RunTools } from './run-prompt'
import { sentenceStates, stationNamed } from './sentence-states'
import { demandTable, tableOf, type WordTableName } from './word-rows'

export interface ArithmeticRequest extends ArithmeticQuestion {
  readonly model: OpenedModel
  readonly device: DeviceWish
}

interface Sum {
  readonly vector: Float32Array
  readonly tokens: readonly (readonly TokenInfo[])[]
  readonly device: DeviceName
}

/**
 * Words added and taken away, and the words nearest to what comes of it (Mikolov, Yih and Zweig 2013, "Linguistic Regularities in
 * Continuous Space Word Representations"). The vectors are added as they are, not brought to one length before.
 */
export async function addWords(
  tools: RunTools,
  { model, device, ...question }: ArithmeticRequest,
  options: RunOptions,
): Promise<WordArithmetic> {
  const { at, among, measure, terms, withOwn, count } = question
  demandTable(model, among)
  const tokenizer = await demandTokenizer(model)
  const sum = isOfWords({ at })
    ? await sumOfRows(tools, model, device, question, options)
    : await sumOfStates(tools, model, device, question, options)
  const text = await textsOf(model)
  return tools.runners.use(model, device, options, async ({ vocabulary }) => {
    const one = floatTensor(sum.vector, [1, sum.vector.length])
    const { products, lengths } = await vocabulary.products(tableOf[among], one)
    const length = norm(sum.vector)
    const values = products.data.map((product, id) =>
      measure === 'dot' ? product : product / Math.max(1e-12, length * lengths[id]!),
    )
    const own = new Set(terms.flatMap(({ word }) => tokenizer.wordIds(word).map(({ id }) => id)))
    const order = Int32Array.from(values.keys()).sort((a, b) => values[b]! - values[a]! || a - b)
    const [words, ownWords]: [NearestWord[], NearestWord[]] = [[], []]
    for (const [rank, id] of order.entries()) {
      const isOwn = own.has(id)
      const isAmong = words.length < count && (withOwn || !isOwn)
      if (!isOwn && !isAmong) continue
      const word = { id, text: text(id), value: values[id]!, rank }
      if (isAmong) words.push(word)
      if (isOwn) ownWords.push(word)
    }
    return {
      model: { name: model.info.name, fingerprint: model.info.fingerprint },
      device: sum.device,
      question,
      terms: terms.map(({ word, weight }, term) => ({ word, weight, tokens: [...sum.tokens[term]!] })),
      length,
      words,
      own: ownWords,
      vocabulary: values.length,
    }
  })
}

async function sumOfRows(
  tools: RunTools,
  model: OpenedModel,
  device: DeviceWish,
  { at, terms }: ArithmeticQuestion,
  options: RunOptions,
): Promise<Sum> {
  const table = at as WordTableName
  demandTable(model, table)
  const tokenizer = await demandTokenizer(model)
  // Of several tokens, those that it is made of within a sentence.
  const tokens = terms.map(({ word }) => {
    const single = tokenizer.wordIds(word)[0]
    return single ? [single] : tokenizer.encode(` ${word.trim()}`, { special: false })
  })
  return tools.runners.use(model, device, options, async ({ vocabulary }, choice) => {
    const rows = await vocabulary.rows(
      tableOf[table],
      tokens.flat().map(({ id }) => id),
    )
    const vector = new Float32Array(rows.shape[1]!)
    let next = 0
    for (const [term, { weight }] of terms.entries()) {
      const share = weight / tokens[term]!.length
      for (let part = 0; part < tokens[term]!.length; part++) addTo(vector, row(rows, next++), share)
    }
    return { vector, tokens, device: choice.device }
  })
}

async function sumOfStates(
  tools: RunTools,
  model: OpenedModel,
  device: DeviceWish,
  { at, terms }: ArithmeticQuestion,
  options: RunOptions,
): Promise<Sum> {
  const alone = terms.find(({ sentence }) => sentence === null)
  if (alone) {
    throw Fault.input(`“${alone.word}” has no sentence, and a layer holds words in sentences alone`, {
      place: 'terms',
      remedy: 'Give each term a sentence that it stands in.',
    })
  }
  const {
    states,
    tokens,
    device: ran,
  } = await sentenceStates(
    tools,
    {
      model,
      device,
      sentences: terms.map(({ sentence }) => sentence!),
      state: terms.map(({ word }) => ({ word })),
      stations: [stationNamed(model, at)],
    },
    options,
  )
  const vector = new Float32Array(states[0]!.shape[1]!)
  for (const [term, { weight }] of terms.entries()) addTo(vector, row(states[0]!, term), weight)
  return { vector, tokens, device: ran }
}

function addTo(sum: Float32Array, vector: Float32Array, weight: number): void {
  for (let i = 0; i < sum.length; i++) sum[i]! += weight * vector[i]!
}
