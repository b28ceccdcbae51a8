import { createElement } from 'react'
import { TrajectoryFigure } from '../../../shared/figures/trajectory-figure'
import type { TrajectorySpec } from '../../../shared/figures/trajectory-spec'
import { trajectoryCsv } from '../../export'
import { traceToken } from '../trace-token'
import type { Draw } from './figure'

export const drawTrajectory: Draw<TrajectorySpec> = async (tools, { spec, ...request }, options) => {
  const { position, view } = spec
  const trajectory = await traceToken(tools, { ...request, position, view, watch: null }, options)
  return {
    element: createElement(TrajectoryFigure, { spec, trajectory }),
    csv: trajectoryCsv(trajectory),
    json: trajectory,
    tokens: trajectory.tokens,
    name: trajectory.tokens[position]!.text,
  }
}
