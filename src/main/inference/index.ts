export { chooseDevice } from './device'
export { type Batch, openRunner, type Runner } from './runner'
