export {
  type Checkpoint,
  type CheckpointFile,
  isWeightDtype,
  type ModelFiles,
  type StoredTensor,
  type TensorCut,
  type TensorLies,
  type WeightDtype,
} from './checkpoint'
export { Fingerprint } from './fingerprint'
export { type GgmlType, ggmlTypes, isQuantised, type QuantisedType } from './gguf/ggml-types'
export type { GgufMetadata, GgufValue } from './gguf/header'
export { type InstalledModel, installedAs, installedOllamaModels } from './ollama/installed'
export { isOnnx, type OnnxFile } from './onnx/onnx-file'
export { openOnnx } from './onnx/open-onnx'
export { placeOf } from './onnx/tensor-place'
export { openCheckpoint, openModelFiles } from './open-checkpoint'
export { readConfig } from './read-config'
export { readAt, withFile } from './read-file'
export { readGenerationConfig } from './read-generation-config'
export { readOneTensor } from './read-one-tensor'
export { readHeader } from './safetensors-file'
