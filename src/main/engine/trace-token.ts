import type { Direction } from '../../shared/direction'
import { stationHooks } from '../../shared/taps'
import type { Trajectory, TrajectoryView } from '../../shared/trajectory'
import { analyseTrajectory, type NamedDirection } from '../analysis'
import { makeDirection } from './make-direction'
import type { RunOptions } from './run-options'
import { type RunRequest, type RunTools, runPrompt } from './run-prompt'
import { allStations, sideOf } from './token-side'

export interface TraceRequest extends RunRequest {
  readonly position: number
  readonly view: TrajectoryView
  readonly watch: number | null
  /** Directions that become the first axes of the picture. */
  readonly axes?: readonly Direction[] | undefined
}

/** One token's path through the layers of its stack; the model runs first where the store has nothing. */
export async function traceToken(tools: RunTools, request: TraceRequest, options: RunOptions): Promise<Trajectory> {
  const { model, position, view, watch } = request
  const directions = await axesOf(tools, request, options)
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
      directions,
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

/** Directions that are to be axes, made in the model that runs. */
export async function axesOf(
  tools: RunTools,
  { model, device, axes = [] }: Pick<TraceRequest, 'model' | 'device' | 'axes'>,
  options: RunOptions,
): Promise<NamedDirection[]> {
  const made: NamedDirection[] = []
  for (const direction of axes) {
    const { vector } = await makeDirection(tools, { model, device, direction }, options)
    made.push({ name: direction.name, ends: direction.ends, vector })
  }
  return made
}
