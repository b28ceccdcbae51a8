import { count } from '../../../shared/figures/numbers'
import { positionsText, proofTitles, roleTitles } from '../../../shared/graph-words'
import type { GraphProof, GraphStructure } from '../../../shared/onnx-info'

/** Reasons that stand for many layers are said once. */
const mostMissing = 12

/** What is seen inside a graph, in the order in which a person asks. */
export function structureFacts(structure: GraphStructure): [name: string, value: string][] {
  if (structure.kind === 'none') return [['inside', `not looked into: ${structure.reason}`]]
  const { stacks, roles, hooks, hookPoints, vocabulary, unembeds, proofs } = structure
  const missing = missingLines(structure.missing)
  if (stacks.length === 0)
    return [['inside', 'no transformer: no attention was found in a residual stream'], ...missing]
  return [
    ...stacks.flatMap(({ at, layers, heads, keyHeads, dModel, dHead, dMlp, positions }): [string, string][] => [
      [at === 'blocks' ? 'layers' : `${at} layers`, count(layers)],
      ['heads', keyHeads === heads ? count(heads) : `${count(heads)} (${count(keyHeads)} key heads)`],
      ['d_model', count(dModel)],
      ['d_head', count(dHead)],
      ...(dMlp === null ? [] : [['d_mlp', count(dMlp)] as [string, string]]),
      ...named('positions', positionsText(positions, count)),
    ]),
    ...(stacks.every(({ positions }) => positions.kind !== 'tokens')
      ? []
      : [['vocabulary', vocabulary === null ? 'no table of words was found' : count(vocabulary)] as [string, string]]),
    ['unembedding', unembeds ? 'found' : 'none: no output scores the words'],
    ...Object.entries(roles).map(([name, role], index): [string, string] => [
      index === 0 ? 'inputs are' : '',
      `${name}: ${roleTitles[role]}`,
    ]),
    ...structure.changes.map((change, index): [string, string] => [index === 0 ? 'in memory' : '', change]),
    ['hook points', `${count(hooks.length)} found of ${count(hookPoints)}`],
    ...missing,
    ...(proofs ?? []).map((proof, index): [string, string] => [index === 0 ? 'proved' : '', proofLine(proof)]),
  ]
}

function named(name: string, value: string | null): [string, string][] {
  return value === null ? [] : [[name, value]]
}

function missingLines(missing: Extract<GraphStructure, { kind: 'found' }>['missing']): [string, string][] {
  const lines = missing.map(
    ({ what, reason, near }) => `${what}: ${reason}${near.length > 0 ? ` Near ${near.join(', ')}.` : ''}`,
  )
  const shown = lines.slice(0, mostMissing)
  if (lines.length > shown.length) shown.push(`and ${lines.length - shown.length} more`)
  return shown.map((line, index) => [index === 0 ? 'not found' : '', line])
}

function proofLine({ what, error, bound, count: compared, place }: GraphProof): string {
  if (compared === 0) return `not measured: ${proofTitles[what]}`
  const passed = error <= bound
  const size = error === 0 ? 'to the bit' : `to ${error.toExponential(1)}`
  return `${passed ? 'yes' : 'NO'}: ${proofTitles[what]}, ${size}, in ${compared} place${compared === 1 ? '' : 's'}${passed ? '' : ` (${place})`}`
}
