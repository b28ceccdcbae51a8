export { analyseTrajectory, type TrajectoryRequest } from './trajectory'
export type { TopWords, Vocabulary } from './vocabulary'
