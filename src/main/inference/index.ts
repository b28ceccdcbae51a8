export { chooseDevice } from './device'
export type { ModelVectors, NormVectors } from './head-writes'
export { type Batch, openRunner, type Runner } from './runner'
