export {
  type Activation,
  type Architecture,
  type Block,
  type Layout,
  type Linear,
  type Norm,
  tapModelOf,
  type Unembed,
} from './architecture'
export { countParameters } from './count-parameters'
export { readArchitecture } from './read-architecture'
export { families } from './registry'
export { rotaryTables } from './rotary'
