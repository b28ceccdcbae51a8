import type { FoundPositions, GraphProof, OnnxLook } from './onnx-info'
import type { CheckRow } from './self-check-words'

export const proofTitles: Readonly<Record<GraphProof['what'], string>> = {
  logits: 'outputs are the same with hook points as without',
  patterns: 'each query’s weights sum to one',
  values: 'patterns times values are z',
  written: 'patterns times values, through the output weights, are what attention writes',
  stream: 'the stream is the sum of what is added',
  fused: 'what stands beside fused nodes gives what they give',
}

export const roleTitles: Readonly<Record<Extract<OnnxLook['structure'], { kind: 'found' }>['roles'][string], string>> =
  {
    ids: 'token ids',
    types: 'token types',
    positions: 'positions',
    mask: 'mask',
    past: 'kept from earlier runs',
    data: 'data',
    flag: 'a switch',
    unknown: 'of no known use, and to be given',
  }

/** Names of the proofs as a panel has them. */
const rowTitles: Readonly<Record<GraphProof['what'], string>> = {
  logits: 'Outputs',
  patterns: 'Attention patterns',
  values: 'Values',
  written: 'Heads',
  stream: 'Residual stream',
  fused: 'Fused nodes',
}

/** Proofs as a self-check's rows are shown. */
export function proofRows(proofs: readonly GraphProof[]): CheckRow[] {
  return proofs.map(({ what, error, bound, count, place }): CheckRow => {
    const title = rowTitles[what]
    const meaning = sentence(proofTitles[what])
    if (count === 0) return { title, mark: 'none', value: 'not measured', meaning: 'There is nothing to compare.' }
    const passed = error <= bound
    const where = passed || place === '' ? '' : ` Farthest at ${place}.`
    return {
      title,
      mark: passed ? 'pass' : 'fail',
      value: error === 0 ? 'exact' : `${error.toExponential(0).replace('e-', 'e−').replace('e+', 'e')} off`,
      meaning: `${meaning}, in ${count} ${count === 1 ? 'place' : 'places'}.${where}`,
    }
  })
}

/** What positions are where they are no tokens; null where they are. */
export function positionsText(positions: FoundPositions, number: (value: number) => string): string | null {
  if (positions.kind === 'tokens') return null
  const { kind, input, leading } = positions
  const special = (tokens: number) => `${tokens} special token${tokens === 1 ? '' : 's'}`
  if (kind === 'frames') {
    const pieces = positions.step === null ? 'pieces' : `a piece every ${number(positions.step)}`
    return `${pieces} of ${input}${leading > 0 ? `, after ${special(leading)}` : ''}`
  }
  const { rows, columns, patch, trailing } = positions
  const pixels = patch === null ? '' : `, ${patch.map(number).join(' × ')} pixels each`
  const before = leading > 0 ? `, after ${special(leading)}` : ''
  const after = trailing > 0 ? `, before ${special(trailing)}` : ''
  return `${number(rows)} × ${number(columns)} patches of ${input}${pixels}${before}${after}`
}

function sentence(words: string): string {
  // A vector's letter stays as it is.
  return /^[a-z] /.test(words) ? words : words.charAt(0).toUpperCase() + words.slice(1)
}
