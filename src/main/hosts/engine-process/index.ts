export type { EngineExit, EngineProcess } from './engine-process'
export { type ChannelEnd, type ChannelListener, type EngineChannel, EngineSupervisor } from './engine-supervisor'
export type { ChannelData, FromEngine, ToEngine } from './messages'
