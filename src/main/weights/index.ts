export { dequantise, dequantisedTypes } from './ggml/dequantise'
export type { PrepareOptions } from './prepare-options'
export { openWeightCache, type WeightCache, type WeightCacheOptions } from './weight-cache'
export { noWeights, type WeightFiles, type WeightPlace, weightFiles } from './weight-files'
