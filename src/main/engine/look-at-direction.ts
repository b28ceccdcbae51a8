import type { AlongList, DirectionAngles, DirectionLook, ThirdList } from '../../shared/direction'
import { Fault } from '../../shared/fault'
import type { DeviceName } from '../../shared/model-info'
import { floatTensor, row } from '../../shared/tensor'
import { alongTheRest, cohensD, cosine, norm, overlapOf, twoHistograms } from '../analysis'
import { type DirectionRequest, type MadeList, makeDirection, readThird } from './make-direction'
import { textsOf } from './read-prompt'
import type { RunOptions } from './run-options'
import type { RunTools } from './run-prompt'

/** So many words stand at either end. */
const wordsAtAnEnd = 10

export interface DirectionLookRequest extends DirectionRequest {
  readonly third?: ThirdList | undefined
}

/** A direction in a model: where the entries of its lists and of a third lie along it, and the words at both ends. */
export async function lookAtDirection(
  tools: RunTools,
  request: DirectionLookRequest,
  options: RunOptions,
): Promise<DirectionLook> {
  const { model, device, direction } = request
  const made = await makeDirection(tools, request, options)
  const third = request.third ? await readThird(tools, request, request.third, options) : null
  options.onProgress?.({ stage: 'analysing', done: null, total: null })
  const { vector, minus, plus } = made
  const length = norm(vector)
  // A probe was not made as a difference of means, and its own entries are told by cross-validation instead.
  const rest = direction.made === 'means' ? alongTheRest(minus.rows, plus.rows, direction.paired) : null
  const valuesOf = ({ rows }: MadeList) =>
    Array.from({ length: rows.shape[0]! }, (_, at) => {
      const entry = row(rows, at)
      return entry.reduce((sum, value, i) => sum + value * vector[i]!, 0) / length
    })
  const values = [rest?.minus ?? valuesOf(minus), rest?.plus ?? valuesOf(plus)] as const
  const listOf = (end: 0 | 1, { texts, leftOut }: MadeList): AlongList => ({
    name: direction.ends[end],
    entries: texts.map((text, at) => ({ text, value: values[end][at]! })),
    leftOut: [...leftOut],
  })
  const along = third ? valuesOf(third) : []
  const { third: counts, ...histograms } = twoHistograms(...values, along)
  const text = await textsOf(model)
  const nearest = await tools.runners.use(model, device, options, async ({ vocabulary }) => {
    const both = floatTensor(Float32Array.from([...vector.map((value) => -value), ...vector]), [2, vector.length])
    const { k, ids, values: cosines } = await vocabulary.nearest(both, wordsAtAnEnd)
    return [0, 1].map((end) =>
      Array.from({ length: k }, (_, at) => {
        const id = ids[end * k + at]!
        return { id, text: text(id), cosine: cosines[end * k + at]! * (end === 0 ? -1 : 1) }
      }),
    )
  })
  return {
    model: { name: model.info.name, fingerprint: model.info.fingerprint },
    device: made.device,
    direction,
    length,
    dModel: vector.length,
    lists: [listOf(0, minus), listOf(1, plus)],
    third: third && {
      name: request.third!.name,
      entries: third.texts.map((text, at) => ({ text, value: along[at]! })),
      leftOut: [...third.leftOut],
      counts,
    },
    leftOneOut: rest !== null,
    cohensD: cohensD(...values),
    overlap: overlapOf(histograms),
    bins: { ...histograms, counts: [...histograms.counts] },
    nearest: [nearest[0]!, nearest[1]!],
  }
}

export interface AnglesRequest extends Omit<DirectionRequest, 'direction'> {
  readonly directions: readonly DirectionRequest['direction'][]
}

/** The cosines of every two directions that the model has. One that it has not is said to be missing, and why. */
export async function measureAngles(
  tools: RunTools,
  { directions, ...request }: AnglesRequest,
  options: RunOptions,
): Promise<DirectionAngles> {
  const made: { direction: DirectionRequest['direction']; vector: Float32Array }[] = []
  const missing: DirectionAngles['missing'] = []
  let device: DeviceName = 'cpu'
  for (const direction of directions) {
    try {
      const answer = await makeDirection(tools, { ...request, direction }, options)
      device = answer.device
      made.push({ direction, vector: answer.vector })
    } catch (error) {
      if (!(error instanceof Fault) || error.data.kind !== 'input') throw error
      missing.push({ name: direction.name, reason: error.data.message })
    }
  }
  const { name, fingerprint, dModel } = request.model.info
  return {
    model: { name, fingerprint },
    device,
    dModel,
    directions: made.map(({ direction }) => direction),
    cosines: made.map((one) => made.map((other) => cosine(one.vector, other.vector))),
    random: 1 / Math.sqrt(dModel),
    missing,
  }
}
