export { CellMeans } from './cell-means'
export { alignment, hsic, type TokenProducts, tokenProducts } from './cka'
export { classify } from './classify'
export { type Context, compareContexts, contextPath, demandPosition } from './contexts'
export { decompose } from './decomposition'
export { type Frozen, linearly } from './decomposition-frozen'
export { contributionMap, directionsOf } from './decomposition-map'
export {
  attentionsAmong,
  type MoveTools,
  type StreamAttention,
  type StreamPart,
  type TowardLogit,
} from './decomposition-tools'
export { writeNormAt } from './decomposition-writes'
export { firstNotFinite } from './finite'
export { detailHead } from './head-detail'
export type { FrozenNorm } from './head-detail-effect'
export { inductionOnRepeat, measureCross, measureHead, repeatedIds } from './head-measures'
export { largestSingularValues } from './largest-singular-values'
export { countInBins, MatrixSums } from './matrix-facts'
export { compareModelPaths, type ModelPath, readModelPath } from './model-paths'
export { compareNextWords } from './next-words'
export { rowDifferences } from './pattern-difference'
export { type PredictionRequest, predict } from './prediction'
export { proveStructure } from './prove-structure'
export { drawToken } from './sampling'
export { seededRandom } from './sampling-random'
export { type Farthest, farthestOf } from './self-check-farthest'
export { judgeLoss, surprisal } from './self-check-loss'
export { headsError, logitsError, streamError, weightsError } from './self-check-sums'
export { GramSum, type Pause, singularValues } from './singular-values'
export { analyseTrajectory, type TrajectoryRequest } from './trajectory'
export type { TopWords, Vocabulary } from './vocabulary'
