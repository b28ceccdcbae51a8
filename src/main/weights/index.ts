export { type CachedWeight, mostBytes, whyNotFourBits } from './cached-weight'
export { dequantise, dequantisedTypes } from './ggml/dequantise'
export { fourBitBlock } from './ggml/four-bits'
export type { MatrixPiece } from './lines'
export { type MatrixSource, storedMatrix } from './matrix-source'
export type { HeadSizes } from './own-order'
export { ownShape } from './own-order'
export { type PackedNumbers, packedMatrix, type Scaling } from './packed-matrix'
export type { PrepareOptions } from './prepare-options'
export { mostReordered, needsOrdering, type SidedTensor, tensorError } from './tensor-error'
export { openWeightCache, type WeightCache, type WeightCacheOptions } from './weight-cache'
export { type WeightError, WeightErrorSum, weightError } from './weight-error'
export {
  type FourBitTensors,
  noWeights,
  type WeightFiles,
  type WeightPlace,
  weightFiles,
} from './weight-files'
