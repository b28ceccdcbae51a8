export type { Engine, EngineOptions } from './engine'
