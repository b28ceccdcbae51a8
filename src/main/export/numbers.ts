import type { MoveArrow } from '../../shared/figures/move-chain'
import type { Trajectory } from '../../shared/trajectory'
import type { Cell } from './csv'
import type { Provenance } from './provenance'

/**
 * A trajectory as a table, a row for each step. The columns of nearest words and of the lens are as many as the step that has most
 * of them. Below them a row for each arrow of the step to a station, with the arrow's name as `tap` and its end as x, y, z: each
 * begins where the one before it ends, the first at the station before the step.
 */
export function trajectoryTable(trajectory: Trajectory, station = 0, arrows: readonly MoveArrow[] = []): Cell[][] {
  const { steps, path, watched } = trajectory
  const most = (count: (step: Trajectory['steps'][number]) => number) => Math.max(0, ...steps.map(count))
  const nearest = most((step) => step.nearest.length)
  const lens = most((step) => step.lens?.length ?? 0)
  const header = [
    ...['step', 'layer', 'kind', 'tap', 'length', 'norm', 'cosine_to_start', 'cosine_to_end'],
    ...ranks(nearest).flatMap((n) => [`nearest_${n}`, `nearest_${n}_cosine`]),
    ...ranks(lens).flatMap((n) => [`lens_${n}`, `lens_${n}_probability`]),
    ...(watched === null ? [] : ['watched', 'watched_probability', 'watched_rank']),
    ...(['x', 'y', 'z'] as const).map((axis, at) => {
      const direction = trajectory.basis.directions?.[at]
      return direction ? `${axis}: ${direction.name}` : axis
    }),
  ]
  const rows = steps.map((step, index): Cell[] => [
    ...[index, step.layer, step.kind, step.tap, step.length, step.norm, step.cosineToStart, step.cosineToEnd],
    ...ranks(nearest).flatMap((n) => [step.nearest[n - 1]?.text ?? null, step.nearest[n - 1]?.cosine ?? null]),
    ...ranks(lens).flatMap((n) => [step.lens?.[n - 1]?.text ?? null, step.lens?.[n - 1]?.probability ?? null]),
    ...(watched === null ? [] : [watched.text, step.watched?.probability ?? null, step.watched?.rank ?? null]),
    ...(path[index] ?? [null, null, null]),
  ])
  const between = header.length - 5 - 3
  const parts = arrows.map(({ part, length, to }): Cell[] => [
    ...[station, steps[station]?.layer ?? null, 'part', part, length],
    ...Array.from({ length: between }, () => null),
    ...to,
  ])
  return [header, ...rows, ...parts]
}

/** All numbers of a trajectory and where they are from, as indented JSON. */
export function trajectoryJson(trajectory: Trajectory, origin: Provenance): string {
  return `${JSON.stringify({ provenance: origin, trajectory }, null, 2)}\n`
}

function ranks(count: number): number[] {
  return Array.from({ length: count }, (_, index) => index + 1)
}
