export { alibiBiases } from './alibi'
export {
  type Activation,
  type Architecture,
  type Attention,
  type Block,
  type Experts,
  type GatedMlp,
  type Gates,
  type Gating,
  type HeadNorms,
  isPostNorm,
  type Layout,
  type Linear,
  type Mlp,
  type Norm,
  type PartNorms,
  type Positions,
  type Qkv,
  type RelativeBias,
  type Rotary,
  type Stack,
  type TaskHead,
  type Unembed,
} from './architecture'
export { attentionsOf, type PlacedAttention } from './attentions'
export { countParameters } from './count-parameters'
export { shapeOf } from './model-shape'
export { architectureOnPaper, type ConfigOnPaper } from './on-paper'
export { type WeightPart, weightParts } from './parameter-parts'
export { type ProductWeights, productWeights } from './product-weights'
export { type PublishedConfig, published } from './published'

export { readArchitecture } from './read-architecture'
export { families } from './registry'
export { relativeBuckets } from './relative-buckets'
export { rotaryTables } from './rotary'
export { scoreOf } from './score'
export { isTurned, tapModelOf, tapStackOf } from './tap-model'
