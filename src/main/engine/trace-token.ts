import { stationHooks } from '../../shared/taps'
import type { Trajectory, TrajectoryView } from '../../shared/trajectory'
import { analyseTrajectory } from '../analysis'
import type { RunOptions } from './run-options'
import { type RunRequest, type RunTools, runPrompt } from './run-prompt'
import { allStations, sideOf } from './token-side'

export interface TraceRequest extends RunRequest {
  readonly position: number
  readonly view: TrajectoryView
  readonly watch: number | null
}

/** One token's path through the layers of its stack; the model runs first where the store has nothing. */
export async function traceToken(tools: RunTools, request: TraceRequest, options: RunOptions): Promise<Trajectory> {
  const { model, position, view, watch } = request
  return runPrompt(tools, request, stationHooks(allStations(model)), options, async (run, runner) => {
    const { name, family, fingerprint } = model.info
    const { stack, stations, tokens, first, vocabulary } = sideOf(model, run.tokens, position)
    const trajectory = await analyseTrajectory({
      stations,
      residuals: run.tensors,
      tokens,
      position: position - first,
      view,
      watch,
      vocabulary: await vocabulary(runner),
      model: { name, family, fingerprint, layers: stack.sizes.layers },
      device: run.device.device,
      fromStore: run.fromStore,
      ...(options.onProgress ? { onProgress: options.onProgress } : {}),
      ...(options.signal ? { signal: options.signal } : {}),
    })
    if (tokens.length === run.tokens.length) return trajectory
    return {
      ...trajectory,
      position,
      tokens: [...run.tokens],
      others: trajectory.others.map((other) => ({ ...other, position: other.position + first })),
    }
  })
}
