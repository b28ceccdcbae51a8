export type { RunKey } from './run-key'
export { type ActivationStore, openActivationStore, type PutResult, type StoreOptions } from './store'
