export {
  type Checkpoint,
  type CheckpointFile,
  isQuantised,
  isWeightDtype,
  type StoredTensor,
  type TensorLies,
  type WeightDtype,
} from './checkpoint'
export { type GgmlType, ggmlTypes } from './gguf/ggml-types'
export type { GgufMetadata, GgufValue } from './gguf/header'
export { openCheckpoint } from './open-checkpoint'
export { readOneTensor } from './read-one-tensor'
