import type { LayerPatterns } from '../../../shared/attention'
import { attentionPlaces, isAmongSame, mostHeads, textsOf } from '../../../shared/attention-places'
import { Fault } from '../../../shared/fault'
import type {
  AttentionImageSpec,
  AttentionLinesSpec,
  AttentionMatrixSpec,
} from '../../../shared/figures/attention-spec'
import { headName, isOfChosen, layersOf, shownPattern } from '../../../shared/shown-pattern'
import { lookInside } from '../look-inside'
import type { RunOptions } from '../run-options'
import type { RunTools } from '../run-prompt'
import type { DrawRequest } from './figure'

/** The pattern that a spec is of. Throws an `input` fault for heads that there are not, or that have no pattern together. */
export async function readPattern(
  tools: RunTools,
  {
    spec,
    ...request
  }: Pick<
    DrawRequest<AttentionMatrixSpec | AttentionLinesSpec | AttentionImageSpec>,
    'spec' | 'model' | 'device' | 'prompt'
  >,
  options: RunOptions,
) {
  const { info } = request.model
  const places = attentionPlaces(info)
  const asked = isOfChosen(spec.shown) ? (spec.chosen ?? []) : [spec]
  if (asked.length === 0) {
    throw Fault.input('No heads are chosen', { file: info.path, remedy: 'Name at least one head in `chosen`.' })
  }
  const missing = asked.find(({ layer, head }) => head >= (places[layer]?.heads ?? 0))
  if (missing) {
    throw Fault.input(`${info.name} has no head ${headName(missing)}`, {
      file: info.path,
      remedy: `Choose a layer from 0 to ${places.length - 1} and a head from 0 to ${mostHeads(places) - 1}.`,
    })
  }
  const place = places[asked[0]!.layer]!
  if (!asked.every(({ layer }) => isAmongSame(places[layer], place))) {
    throw Fault.input('The heads are not among the same tokens, and have no pattern together', {
      file: info.path,
      remedy: 'Choose heads of one kind: the encoder’s, the decoder’s own, or those of cross-attention.',
    })
  }
  if (spec.shown === 'rollout' && place.queries !== place.keys) {
    throw Fault.input('A rollout goes through attentions of one text, and this one is to another', {
      file: info.path,
      remedy: 'Draw its mean, or a rollout of the encoder or the decoder.',
    })
  }
  const { tokens, texts, patterns } = await lookInside(tools, request, options, async (run) => {
    const texts = textsOf(run.tokens, place, run.states)
    const ofLayer = (layer: number): LayerPatterns => {
      const { at, heads } = places[layer]!
      return {
        heads,
        queries: texts.queries.length,
        keys: texts.keys.length,
        weights: Float32Array.from(run.tensors.get(`${at}.hook_pattern`)!.data),
        scores: Float32Array.from(run.tensors.get(`${at}.hook_attn_scores`)!.data),
      }
    }
    return {
      tokens: [...run.tokens],
      texts,
      patterns: new Map(layersOf(spec, places).map((layer) => [layer, ofLayer(layer)])),
    }
  })
  return { places, place, asked, tokens, texts, patterns, pattern: shownPattern(patterns, spec, places)! }
}
