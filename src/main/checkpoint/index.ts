export {
  type Checkpoint,
  type CheckpointFile,
  isWeightDtype,
  type StoredTensor,
  type TensorLies,
  type WeightDtype,
} from './checkpoint'
export { type GgmlType, ggmlTypes, isQuantised, type QuantisedType } from './gguf/ggml-types'
export type { GgufMetadata, GgufValue } from './gguf/header'
export { openCheckpoint } from './open-checkpoint'
export { readOneTensor } from './read-one-tensor'
