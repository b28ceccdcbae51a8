import type { Decomposition, DecompositionTarget } from '../../shared/decomposition'
import { Fault } from '../../shared/fault'
import { normNames, residualStations } from '../../shared/taps'
import type { TrajectoryView } from '../../shared/trajectory'
import { decompose, type MoveTools, type NormParameters, type TowardLogit } from '../analysis'
import { type Architecture, isPostNorm, tapModelOf } from '../families'
import type { Runner } from '../inference'
import { lookInside } from './look-inside'
import type { OpenedModel } from './opened-model'
import { textsOf } from './read-prompt'
import type { RunOptions } from './run-options'
import type { RunRequest, RunTools } from './run-prompt'
import { demandOneStack } from './token-side'

export interface DecompositionRequest extends RunRequest {
  readonly position: number
  readonly layer: number
  readonly view: TrajectoryView
  readonly target: DecompositionTarget
}

/** One token's step through a layer, and the whole model's, as sums of what each part wrote. */
export async function decomposeMove(
  tools: RunTools,
  request: DecompositionRequest,
  options: RunOptions,
): Promise<Decomposition> {
  const { model, position, layer, view, target } = request
  const { architecture } = model
  const ids = target.kind === 'end' ? [] : target.kind === 'word' ? [target.id] : [target.id, target.than]
  demandWords(model, ids)
  demandOneStack(request.model)
  return lookInside(tools, request, options, async (run, runner) => {
    const { name, family, fingerprint, layers } = model.info
    const decomposed = await decompose({
      stations: residualStations(tapModelOf(model.architecture)),
      residuals: run.tensors,
      layers,
      tokens: run.tokens.length,
      position,
      layer,
      view,
      toward: ids.length === 0 ? null : await towardLogit(runner, ids),
      tools: await moveTools(architecture, runner),
      vocabulary: runner.vocabulary,
    })
    const text = await textsOf(model)
    return {
      model: { name, family, fingerprint, layers },
      device: run.device.device,
      fromStore: run.fromStore,
      tokens: [...run.tokens],
      position,
      layer,
      view,
      target,
      words: ids.map((id) => ({ id, text: text(id) })),
      attributesLogits: attributesLogits(architecture),
      postNorm: isPostNorm(architecture),
      ...decomposed,
    }
  })
}

/** Between the final norm and the logits of BERT's head lies a layer that is not linear: parts cannot be followed through. */
function attributesLogits({ unembed }: Architecture): boolean {
  return unembed !== null && unembed.transform === null
}

function demandWords({ architecture, info }: OpenedModel, ids: readonly number[]): void {
  if (ids.length === 0) return
  if (!attributesLogits(architecture)) {
    const why = architecture.unembed
      ? 'A dense layer and an activation lie before its word scores'
      : 'It does not score words'
    throw Fault.input(`What ${info.name} writes cannot be counted toward a word. ${why}`, {
      place: 'target',
      remedy: 'Measure length, or toward the end of the path.',
    })
  }
  const strange = ids.find((id) => id >= info.vocabulary)
  if (strange === undefined) return
  throw Fault.input(`Token id ${strange} is not in the vocabulary`, {
    place: 'target',
    remedy: `Choose one from 0 to ${info.vocabulary - 1}.`,
  })
}

/** W_U's column of the first word, less that of the second. */
async function towardLogit({ writes }: Runner, ids: readonly number[]): Promise<TowardLogit> {
  const { directions, biases } = await writes.words(ids)
  const width = directions.shape[1]!
  const sign = (index: number) => (index === 0 ? 1 : -1)
  const direction = new Float64Array(width)
  for (const index of ids.keys()) {
    for (let i = 0; i < width; i++) direction[i]! += sign(index) * directions.data[index * width + i]!
  }
  return { direction, bias: ids.reduce((sum, _, index) => sum + sign(index) * biases[index]!, 0) }
}

/** The model's side of a decomposition. */
export async function moveTools({ blocks }: Architecture, { writes }: Runner): Promise<MoveTools> {
  const { outBiases, norms, finalNorm } = await writes.vectors()
  const afterSums = norms.map(({ attention, mlp }) => ({ attention: attention.afterSum, mlp: mlp.afterSum }))
  return {
    writesOfHeads: (layer, z) => writes.ofHeads(layer, z),
    writesOfLayers: (z) => writes.ofAllLayers(z),
    outBiases,
    writeNorms: norms.map(({ attention: { after } }, layer) => {
      const name = normNames('ln1', blocks[layer]!.attention.before !== null).after
      return after && { norm: after, scaleHook: `blocks.${layer}.${name}.hook_scale` }
    }),
    normsAfter: afterSums.every(hasBoth) ? afterSums : null,
    finalNorm,
  }
}

/** A model has norms after all of its sums or after none. */
function hasBoth(norms: { attention: NormParameters | null; mlp: NormParameters | null }): norms is {
  attention: NormParameters
  mlp: NormParameters
} {
  return norms.attention !== null && norms.mlp !== null
}
