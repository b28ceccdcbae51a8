export { chooseDevice } from './device'
export type { ModelVectors, StackVectors } from './head-writes'
export { type Batch, openRunner, type Runner } from './runner'
