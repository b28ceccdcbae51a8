export { connect, connectDesktop, connectServer, PORTS_MESSAGE } from './connect'
export { toFault } from './faults'
export type { LongOptions, RunLong } from './run-long'
export type { EngineClient, HostClient, Workbench } from './workbench'
