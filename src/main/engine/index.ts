export type { Engine, EngineOptions } from './engine'
export { faultBorder, toContractError } from './fault-border'
