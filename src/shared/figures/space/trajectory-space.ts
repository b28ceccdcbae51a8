import type { Trajectory } from '../../trajectory'
import { type FramedTrajectory, frameTrajectory } from '../frame'
import type { MoveArrow } from '../move-chain'
import { type FigureColours, figureColours } from '../theme'
import { pathStroke } from '../trajectory/path-layer'
import { figureTitle } from '../trajectory-figure'
import { stationName, stationRadius, stationRole, tokenName } from '../trajectory-layout'
import type { TrajectorySpec } from '../trajectory-spec'
import { axesGroup, type FigureSpace, pixelsPerUnit, type SpaceGroup, type SpaceMark, wordsGroup } from './figure-space'

/** A trajectory's picture as things in space: its axes, the path with its stations, the other tokens' paths, arrows, words. */
export function trajectorySpace(
  spec: TrajectorySpec,
  trajectory: Trajectory,
  arrows: readonly MoveArrow[],
): FigureSpace {
  const { camera, width, height, show } = spec
  const colours = figureColours[spec.theme]
  const framed = frameTrajectory(trajectory)
  const pinned = new Set(spec.pinned)
  const words = [...framed.words, ...framed.farWords.filter(({ word }) => pinned.has(word.id))]
  return {
    name: figureTitle(trajectory),
    frame: framed.frame,
    camera,
    aspect: width / height,
    pixelsPerUnit: pixelsPerUnit(camera, { width, height }),
    groups: [
      axesGroup(framed, show.otherTokens ? [] : framed.path, camera, trajectory.basis, colours),
      pathGroup(trajectory, colours),
      ...(arrows.length > 0 ? [arrowsGroup(arrows, colours)] : []),
      ...(show.otherTokens ? [othersGroup(trajectory, framed, colours)] : []),
      wordsGroup(words, pinned, colours),
    ],
  }
}

function pathGroup(trajectory: Trajectory, colours: FigureColours): SpaceGroup {
  const { steps, path } = trajectory
  const last = path.length - 1
  const kindColour = { attention: colours.attention, cross: colours.cross, mlp: colours.mlp, embed: colours.ink }
  const marks = steps.map((step, station): SpaceMark => {
    const role = stationRole(station, last)
    return {
      name: stationName(step),
      at: path[station]!,
      shape: role === 'between' && step.kind === 'mlp' ? 'cube' : 'ball',
      radius: stationRadius[role],
      colour: role === 'start' ? colours.ink : role === 'end' ? colours.accent : kindColour[step.kind],
      facts: {
        ...{ station, tap: step.tap, layer: step.layer, kind: step.kind },
        ...{ length: step.length, norm: step.norm, cosineToStart: step.cosineToStart, cosineToEnd: step.cosineToEnd },
        nearest: step.nearest[0]?.text ?? null,
        likeliest: step.lens?.[0]?.text ?? null,
      },
    }
  })
  const sticks = steps.slice(1).map((step, before) => ({
    name: `step by ${stationName(step)}`,
    from: path[before]!,
    to: path[before + 1]!,
    radius: pathStroke.width / 2,
    head: false,
    colour: kindColour[step.kind],
    facts: { station: before + 1, length: step.length },
  }))
  return { name: `path of ${tokenName(trajectory, trajectory.position)}`, marks, sticks, lines: [] }
}

function arrowsGroup(arrows: readonly MoveArrow[], colours: FigureColours): SpaceGroup {
  const sticks = arrows.map(({ part, from, to, by, length }) => ({
    ...{ name: part, from, to, radius: 0.8, head: true, facts: { length } },
    colour: by ? colours[by] : colours.ink3,
  }))
  return { name: 'parts of a step', marks: [], sticks, lines: [] }
}

function othersGroup(trajectory: Trajectory, framed: FramedTrajectory, colours: FigureColours): SpaceGroup {
  const lines = framed.others.map(({ position }, index) => ({
    name: `path of ${tokenName(trajectory, position)}`,
    through: [trajectory.others[index]!.path],
    colour: colours.ink3,
  }))
  return { name: 'other tokens', marks: [], sticks: [], lines }
}
