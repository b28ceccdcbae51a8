export { writeBytes } from '../export'
export { createEngine } from './create-engine'
export type { Engine, EngineOptions, SaveActivationsRequest, SavedActivations } from './engine'
export { faultBorder, toContractError } from './fault-border'
