import type { Prompt } from '../../shared/contract'
import { Fault } from '../../shared/fault'
import type { DeviceWish } from '../../shared/model-info'
import type { Generation, SamplingSettings } from '../../shared/prediction'
import { stationHooks } from '../../shared/taps'
import { type FloatTensor, floatTensor, row } from '../../shared/tensor'
import { drawToken, seededRandom } from '../analysis'
import { endTokens } from './end-tokens'
import { breathe } from './long-call'
import type { OpenedModel } from './opened-model'
import { demandUnembedding } from './predict'
import { readPrompt, textsOf } from './read-prompt'
import type { RunOptions } from './run-options'
import type { RunTools } from './run-prompt'
import { lastSide } from './token-side'

export interface GenerateRequest extends SamplingSettings {
  readonly model: OpenedModel
  readonly prompt: Prompt
  readonly device: DeviceWish
  /** New tokens, at most. */
  readonly count: number
}

/**
 * Goes on with a prompt, a token at a time, each time over the whole of it. Stops at one of the model's end-of-text tokens, which is
 * not among the words, and at the end of its context. Throws an `input` fault for a model that does not continue text.
 */
export async function generate(
  tools: RunTools,
  { model, prompt, device, count, seed, ...filters }: GenerateRequest,
  { onProgress, signal }: RunOptions,
): Promise<Generation> {
  demandContinuation(model)
  const { tokens, batch } = await readPrompt(model, prompt)
  const text = await textsOf(model)
  const ends = await endTokens(model.files)
  const taps = stationHooks(lastSide(model, tokens).stations)
  const last = taps.at(-1)!
  onProgress?.({ stage: 'opening', done: null, total: null })
  await breathe()
  return tools.runners.use(model, device, { onProgress, signal }, async (runner, choice) => {
    // A session that also serves the next look at the path: opening one takes longer than a few more outputs.
    await runner.open(taps)
    const random = seededRandom(seed)
    // What is gone on with: the decoder's side of two.
    const ids = lastSide(model, tokens).tokens.map(({ id }) => id)
    const grown = batch.decoderTokenIds ? 'decoderTokenIds' : 'tokenIds'
    const words: Generation['words'] = []
    const answer = (ended: Generation['ended']) => ({ device: choice.device, before: tokens.length, words, ended })
    while (words.length < count) {
      if (ids.length >= (model.info.context ?? Number.POSITIVE_INFINITY)) return answer('context')
      onProgress?.({ stage: 'running', done: words.length, total: count })
      await breathe(signal)
      const residual = (await runner.run({ ...batch, [grown]: [ids] }, [last])).get(last)!
      const logits = await runner.vocabulary.scores(lastRow(residual))
      if (!logits.data.every(Number.isFinite)) {
        throw Fault.environment('The logits are not finite', { place: last, remedy: 'Run on another device.' })
      }
      const { alternatives, ...drawn } = drawToken(logits.data, filters, random)
      if (ends.has(drawn.id)) return answer('end-of-text')
      ids.push(drawn.id)
      words.push({
        ...drawn,
        text: text(drawn.id),
        alternatives: alternatives.map((other) => ({ ...other, text: text(other.id) })),
      })
    }
    return answer('count')
  })
}

function demandContinuation(model: OpenedModel): void {
  demandUnembedding(model)
  if (model.info.kind !== 'encoder') return
  throw Fault.input(`${model.info.name} fills in masked words and does not continue a sentence`, {
    file: model.info.path,
    remedy: 'Open a decoder, such as a GPT-2 or Llama model.',
  })
}

/** Of a tensor [1, pos, d_model], the last position as [1, d_model]. */
function lastRow(residual: FloatTensor): FloatTensor {
  const [, length, width] = residual.shape as [number, number, number]
  return floatTensor(row(residual, 0, length - 1).slice(), [1, width])
}
