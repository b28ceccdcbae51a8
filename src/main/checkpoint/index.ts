export type { Checkpoint, CheckpointFile, StoredTensor, WeightDtype } from './checkpoint'
export { openCheckpoint } from './open-checkpoint'
export { readOneTensor } from './read-one-tensor'
