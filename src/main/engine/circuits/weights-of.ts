import { type Architecture, attentionsOf, type PlacedAttention } from '../../families'
import { demandAttention } from '../demand-attention'
import { demandWeights } from '../demand-weights'
import type { OpenedModel } from '../opened-model'

/** What a model computes with its weights. Throws an `input` fault for an ONNX file, of which no weight is known by what it is for. */
export function architectureOf(model: OpenedModel): Architecture {
  return demandWeights(model, 'Open the model in safetensors or GGUF to see its circuits.').architecture
}

/** An attention with its weights, by its number. Throws an `input` fault for one that is not there. */
export function demandPlaced(model: OpenedModel, number: number): PlacedAttention {
  demandAttention(model, number)
  return attentionsOf(architectureOf(model))[number]!
}
