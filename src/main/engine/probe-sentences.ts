import type { Probe, ProbeQuestion } from '../../shared/direction'
import { Fault } from '../../shared/fault'
import type { DeviceWish } from '../../shared/model-info'
import { probeStations } from '../analysis'
import type { OpenedModel } from './opened-model'
import type { RunOptions } from './run-options'
import type { RunTools } from './run-prompt'
import { sentenceStates, sentencesOf, sidedStations } from './sentence-states'

export interface ProbeRequest extends ProbeQuestion {
  readonly model: OpenedModel
  readonly device: DeviceWish
}

/** How well two lists of sentences are told apart at every station of every stack. Progress counts sentences, then stations. */
export async function probeSentences(tools: RunTools, request: ProbeRequest, options: RunOptions): Promise<Probe> {
  const { model, device, ends, minus, plus, state, folds, seed } = request
  const paired = request.paired && minus.length === plus.length
  const least = Math.min(minus.length, plus.length)
  if (least < folds) {
    throw Fault.input(
      `A list has ${least === 1 ? 'one sentence' : `${least} sentences`}, and each of ${folds} folds needs one`,
      {
        place: 'sentences',
        remedy: 'Add sentences, or take fewer folds.',
      },
    )
  }
  const stations = sidedStations(model)
  const asked = { model, device, sentences: sentencesOf(request), state, stations }
  const { states, device: ran } = await sentenceStates(tools, asked, options)
  const labels = [...minus.map(() => 0 as const), ...plus.map(() => 1 as const)]
  const told = await probeStations({ stations: states, labels, paired, folds, seed, ...options })
  const { name, fingerprint } = model.info
  const accuracies = told.map(({ accuracy }) => accuracy)
  return {
    model: { name, fingerprint },
    device: ran,
    dModel: states[0]!.shape[1]!,
    ends,
    counts: [minus.length, plus.length],
    state,
    folds,
    seed,
    chance: Math.max(minus.length, plus.length) / labels.length,
    stations: stations.map(({ tap, layer, kind }, at) => ({ tap, layer, kind, ...told[at]! })),
    best: accuracies.indexOf(Math.max(...accuracies)),
  }
}
