import { type Direction, stackOf } from '../../shared/direction'
import { Fault } from '../../shared/fault'
import type { TokenInfo } from '../../shared/model-info'
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
    demandOwnStack(request.axes, run.tokens[position])
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

/** Throws an `input` fault for an axis that is read in the stack which a token does not go through: two streams are two spaces. */
export function demandOwnStack(axes: readonly Direction[] | undefined, token: TokenInfo | undefined): void {
  const other = axes?.find((axis) => token?.side && stackOf(axis) !== null && stackOf(axis) !== token.side)
  if (!other) return
  throw Fault.input(
    `\u201c${other.name}\u201d is read in the ${stackOf(other)}, and the token goes through the ${token!.side}`,
    {
      place: 'axes',
      remedy: `Choose a token of the ${stackOf(other)}, or another axis.`,
    },
  )
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
