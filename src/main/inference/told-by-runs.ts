import type { FoundInput, FoundInputs, ProbedShapes } from '../structure'
import type { NormVectors } from './head-writes'

/** What only runs of a graph tell of it. With it the same graph is read again without a run. */
export interface ToldByRuns {
  /** Of the graph as it is, and where fused nodes were seen into, of the graph with what stands beside them. */
  readonly probes: readonly Probe[]
  readonly norms: ReadonlyMap<string, NormVectors>
  readonly causal: boolean | null
}

/** Shapes of all values, and what was put into inputs that a caller may give. */
export interface Probe {
  readonly shapes: ProbedShapes
  readonly tried: ReadonlyMap<string, Pick<FoundInput, 'usual' | 'stand'>>
}

export function probeOf({ inputs }: FoundInputs, shapes: ProbedShapes): Probe {
  const tried = new Map<string, Pick<FoundInput, 'usual' | 'stand'>>()
  for (const { name, usual, stand } of inputs) {
    if (usual !== undefined || stand !== undefined)
      tried.set(name, { ...(usual ? { usual } : {}), ...(stand === undefined ? {} : { stand }) })
  }
  return { shapes, tried }
}

/** The inputs with what they were run with. */
export function inputsOf(found: FoundInputs, { tried }: Probe): FoundInputs {
  return { ...found, inputs: found.inputs.map((input) => ({ ...input, ...tried.get(input.name) })) }
}
