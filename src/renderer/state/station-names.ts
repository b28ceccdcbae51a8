import type { Trajectory, TrajectoryStep } from '../../shared/trajectory'
import { quoted } from '../../shared/visible-text'

type Named = Pick<TrajectoryStep, 'layer' | 'kind'>

const kindWords = { embed: 'embedding', attention: 'attention', cross: 'cross-attention', mlp: 'MLP' } as const

export function kindName(kind: TrajectoryStep['kind']): string {
  return kindWords[kind]
}

/** `L8 attention`, or `embedding`, for a table and a slider's spoken value. */
export function stationName({ layer, kind }: Named): string {
  return kind === 'embed' ? kindWords.embed : `L${layer} ${kindWords[kind]}`
}

/** What is selected, for the status line: `L8 · attention · “·Tower” at position 4`, counted from 0 as in the tensors. */
export function describeSelection(
  tokens: readonly { text: string }[],
  position: number | null,
  step: Named | null,
): string {
  const token = position === null ? undefined : tokens[position]
  if (!token) return 'Nothing selected'
  const word = `${quoted(token.text)} at position ${position}`
  if (!step) return word
  return step.kind === 'embed' ? `embedding · ${word}` : `L${step.layer} · ${kindWords[step.kind]} · ${word}`
}

/** The last station of a layer, where the layer has done its work; -1 is the embedding. */
export function stationOfLayer(steps: Trajectory['steps'], layer: number): number {
  return steps.findLastIndex((step) => step.layer === layer)
}
