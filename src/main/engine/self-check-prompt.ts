import type { Prompt } from '../../shared/contract'
import type { TokenInfo } from '../../shared/model-info'
import type { StackSizes } from '../../shared/model-shape'
import { sampleName } from '../../shared/sample'
import type { MeasuredLoss } from '../../shared/self-check'
import { type FloatTensor, floatTensor } from '../../shared/tensor'
import { repeatedIds, seededRandom } from '../analysis'
import type { Batch } from '../inference'
import type { OpenedModel } from './opened-model'
import { readPrompt } from './read-prompt'
import { plainEnglish, samplesEnglish } from './self-check-text'

/** The text is read so far; also tokenizers of single characters have then seen some sentences. */
const mostTokens = 256
/** Every so many tokens one is hidden at a time, which is about the 15 % that BERT was trained with. */
const maskEvery = 7
const randomTokens = 32
const randomSeed = 2022

/** What the self-check runs: rows of token ids, and what each of them is to predict. */
export interface CheckPrompt {
  readonly rows: readonly CheckRow[]
  /** Null where there is no loss to measure; `reason` says why. */
  readonly loss: (Pick<MeasuredLoss, 'about' | 'text'> & { readonly bytes: number }) | null
  readonly reason: string
}

export interface CheckRow {
  readonly batch: Batch
  /** The token `id` is predicted by the logits at `position`. */
  readonly targets: readonly { readonly position: number; readonly id: number }[]
}

/**
 * The fixed text as a model reads it, or random tokens where it has no tokenizer. Throws the `input` fault of a prompt where the
 * tokenizer is another model's.
 */
export async function checkPrompt(model: OpenedModel): Promise<CheckPrompt> {
  const { shape, info } = model
  if (info.givenStates) {
    const batch = { tokenIds: [randomIds(shape.sizes)], encoderStates: randomStates(info.dModel) }
    return withoutLoss(batch, 'Its decoder reads states that come with each run, and was given random ones.')
  }
  // What the decoder says is not looked at, so that any tokens do.
  const said = shape.encoder ? { decoder: { ids: randomIds(shape.sizes) } } : {}
  const sizes = shape.encoder?.sizes ?? shape.sizes
  const tokenizer = await model.tokenizer()
  if (tokenizer === null) {
    return withoutLoss(
      await batchOf(model, { ids: randomIds(sizes), ...said }),
      model.files.metadata === null
        ? 'There is no tokenizer.json, so it can read no text.'
        : 'The file holds no tokenizer, so it can read no text.',
    )
  }
  const context = sizes.context ?? Number.POSITIVE_INFINITY
  const isSample = info.path === sampleName
  const whole = isSample ? samplesEnglish : plainEnglish
  const text = longestThatFits(whole, (part) => tokenizer.encode(part).length <= Math.min(mostTokens, context))
  if (text === '') {
    return withoutLoss(
      await batchOf(model, { ids: randomIds(sizes), ...said }),
      `Its context of ${context} tokens holds no text.`,
    )
  }
  const { tokens, batch } = await readPrompt(model, { text, ...said })
  if (shape.encoder !== null) {
    return withoutLoss(batch, 'What its decoder says depends on a task, so a text alone has no loss.')
  }
  if (!info.languageModel) return withoutLoss(batch, 'It ends in vectors and predicts no words.')
  if (info.kind === 'decoder') return nextTokens(tokens, text, isSample ? 'own' : 'english')
  if (tokenizer.maskId === null) return withoutLoss(batch, 'Its tokenizer has no token that hides a word.')
  return hiddenTokens(tokens, text, tokenizer.maskId)
}

/** What the template adds is given and not predicted; neither is a first word that nothing stands before. */
function nextTokens(tokens: readonly TokenInfo[], text: string, kind: MeasuredLoss['text']): CheckPrompt {
  const ids = tokens.map(({ id }) => id)
  const targets = tokens.flatMap(({ id, special }, at) => (at === 0 || special ? [] : [{ position: at - 1, id }]))
  if (targets.length === 0)
    return withoutLoss({ tokenIds: [ids] }, 'Its context holds a single token, which nothing predicts.')
  const [first] = tokens
  const given = first && !first.special ? first.text.trim().length : 0
  return {
    rows: [{ batch: { tokenIds: [ids] }, targets }],
    loss: { about: 'next', text: kind, bytes: text.length - given },
    reason: '',
  }
}

/** As many copies as it takes to hide each token once. */
function hiddenTokens(tokens: readonly TokenInfo[], text: string, maskId: number): CheckPrompt {
  const own = tokens.flatMap(({ id, special }, position) => (special ? [] : [{ position, id }]))
  const rows = Array.from({ length: Math.min(maskEvery, own.length) }, (_, offset) => {
    const targets = own.filter((_, index) => index % maskEvery === offset)
    const ids = tokens.map(({ id }) => id)
    for (const { position } of targets) ids[position] = maskId
    return { batch: { tokenIds: [ids] }, targets }
  })
  return { rows, loss: { about: 'masked', text: 'english', bytes: text.length }, reason: '' }
}

function withoutLoss(batch: Batch, reason: string): CheckPrompt {
  return { rows: [{ batch, targets: [] }], loss: null, reason }
}

async function batchOf(model: OpenedModel, prompt: Prompt): Promise<Batch> {
  return (await readPrompt(model, prompt)).batch
}

function randomIds({ context, vocabulary }: StackSizes): number[] {
  const longest = context ?? randomTokens
  const distinct = Math.max(1, Math.min(randomTokens / 2, Math.floor(longest / 2), vocabulary))
  return repeatedIds(distinct, vocabulary, seededRandom(randomSeed)).slice(0, longest)
}

/** Numbers of mean 0 and variance 1: [1, source, d_model]. */
function randomStates(dModel: number): FloatTensor {
  const random = seededRandom(randomSeed)
  const data = Float32Array.from({ length: randomTokens * dModel }, () => Math.sqrt(12) * (random() - 0.5))
  return floatTensor(data, [1, randomTokens, dModel])
}

/** The most words of the text, from its beginning. */
function longestThatFits(whole: string, fits: (part: string) => boolean): string {
  const words = whole.split(' ')
  const part = (count: number) => words.slice(0, count).join(' ')
  let [enough, tooMany] = [0, words.length + 1]
  while (tooMany - enough > 1) {
    const middle = Math.floor((enough + tooMany) / 2)
    if (fits(part(middle))) enough = middle
    else tooMany = middle
  }
  return part(enough)
}
