import { createElement } from 'react'
import { partName } from '../../../shared/figures/decomposition-names'
import { trajectoryFilm } from '../../../shared/figures/film/trajectory-film'
import { chainOf, type MoveArrow } from '../../../shared/figures/move-chain'
import { trajectorySpace } from '../../../shared/figures/space/trajectory-space'
import { TrajectoryFigure } from '../../../shared/figures/trajectory-figure'
import type { TrajectorySpec } from '../../../shared/figures/trajectory-spec'
import { trajectoryTable } from '../../export'
import { decomposeMove } from '../decompose-move'
import type { RunOptions } from '../run-options'
import type { RunRequest, RunTools } from '../run-prompt'
import { traceToken } from '../trace-token'
import type { Draw } from './figure'

export const drawTrajectory: Draw<TrajectorySpec> = async (tools, { spec, ...request }, options) => {
  const { position, view, axes } = spec
  const trajectory = await traceToken(tools, { ...request, position, view, axes, watch: null }, options)
  const { station, arrows } = await chainedParts(tools, { ...request, spec }, options)
  return {
    element: createElement(TrajectoryFigure, { spec, trajectory, arrows }),
    table: trajectoryTable(trajectory, station, arrows),
    space: trajectorySpace(spec, trajectory, arrows),
    *film(settings) {
      const at = yield* trajectoryFilm(spec, trajectory, { station, arrows }, settings)
      return (frame) => createElement(TrajectoryFigure, at(frame))
    },
    json: spec.parts ? { ...trajectory, arrows } : trajectory,
    tokens: trajectory.tokens,
    name: trajectory.tokens[position]!.text,
  }
}

/** The parts of the step that the spec names, head to tail, and the station that they lead to; none where it names none. */
async function chainedParts(
  tools: RunTools,
  { spec, ...request }: RunRequest & { readonly spec: TrajectorySpec },
  options: RunOptions,
): Promise<{ station: number; arrows: MoveArrow[] }> {
  const { parts, position, view, axes } = spec
  if (!parts) return { station: 0, arrows: [] }
  const at = { position, layer: parts.layer, view, axes, target: { kind: 'end' } } as const
  const answer = await decomposeMove(tools, { ...request, ...at }, options)
  return {
    station: answer.attention.station,
    arrows: chainOf(answer, parts.apart, (part) => partName(part, answer), null),
  }
}
