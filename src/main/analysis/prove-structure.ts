import type { GraphProof } from '../../shared/onnx-info'
import { stackNames, type TapBlock, type TapModel } from '../../shared/taps'
import { type FloatTensor, floatTensor } from '../../shared/tensor'

type Tensors = ReadonlyMap<string, FloatTensor>

/** What rounding does to sums of numbers of a model's size, relative to the largest; F16 graphs are allowed as much as F16 rounds. */
const bound = 2e-3
/** What an operator may differ by from others of the same meaning, relative to the largest. */
const replacedBound = 1e-4
/** Numbers of 256 steps, added and multiplied a few times; what is another value, or lies otherwise, is farther by as much as it is. */
const roundedBound = 0.1

interface Measure {
  error: number
  place: string
  count: number
}

export interface ProofRuns {
  /** The graph's own outputs without hook points. */
  readonly plain: Tensors
  /** The same with them, the hook points, in the axes of src/shared/taps.ts, and what else is compared. */
  readonly tapped: Tensors
  /** Whether ONNX Runtime ran the graph as it stands. */
  readonly exact: boolean
  /** Whether operators of the file gave way to others of the same meaning. */
  readonly replaced: boolean
  /** Whether the file computes in half precision, which ONNX Runtime rounds otherwise where a value is looked at. */
  readonly halves: boolean
  /** Whether values are rounded to eight bits on the way. */
  readonly rounded: boolean
  /** By their names in `tapped`: what each fused node gives, and what is computed beside it. */
  readonly twins: readonly { readonly place: string; readonly own: string; readonly beside: string }[]
  /** What attentions write, made anew of pattern and values, by the hook point. */
  readonly remade: Tensors
}

/**
 * Whether a run's numbers bear out where hook points were found.
 *
 * `logits`: every output is the same to the bit, so nothing was changed by looking; to 1e-4 of the largest where operators
 * were replaced; nearly so in half precision, and where the graph could not be run as it stands (`exact` false). `patterns`: each query's weights sum to one
 * (to less where a sink takes a share), and none is negative. `values`: Σ_key pattern · v is z, head by head, which holds only
 * if pattern, v and z are those of one attention and lie as they are said to. `written`: what attention writes is what
 * the output weights, with their bias, scales and the norm behind them, make of Σ_key pattern · v. `fused`: what is
 * computed beside a fused node is what that gives. `stream`: the stream after a part is the stream
 * before it with what the part adds.
 */
export function proveStructure(
  model: TapModel,
  { plain, tapped, exact, replaced, halves, rounded, twins, remade }: ProofRuns,
): GraphProof[] {
  const stacks = model.encoder ? [model.encoder, model] : [model]
  const [patterns, values, written, stream, fused] = [measure(), measure(), measure(), measure(), measure()]
  for (const { at, blocks } of stacks) {
    for (const [layer, block] of blocks.entries()) {
      const place = stackNames(at).block(layer)
      for (const part of block.cross ? ['attn', 'cross_attn'] : ['attn']) {
        const pattern = tapped.get(`${place}.${part}.hook_pattern`)
        if (pattern) note(patterns, sumError(pattern), `${place}.${part}.hook_pattern`)
        const [v, z] = ['v', 'z'].map((name) => tapped.get(`${place}.${part}.hook_${name}`))
        if (pattern && v && z) note(values, valuesError(pattern, v, z), `${place}.${part}.hook_z`)
        const out = `${place}.hook_${part}_out`
        const [given, made] = [tapped.get(out), remade.get(out)]
        if (given && made) note(written, addedError(given, [made]), out)
      }
      for (const [sum, parts] of sumsOf(block, place)) {
        const all = [sum, ...parts].map((name) => tapped.get(name))
        if (all.every((tensor) => tensor !== undefined))
          note(stream, addedError(all[0]!, all.slice(1) as FloatTensor[]), sum)
      }
    }
  }
  for (const { place, own, beside } of twins) note(fused, largest(tapped.get(own)!, tapped.get(beside)!), place)
  const outputs = measure()
  for (const [name, tensor] of plain) note(outputs, largest(tensor, tapped.get(name)!), name)
  const most = rounded ? roundedBound : bound
  return [
    proof('logits', outputs, exact && !halves ? (replaced ? replacedBound : 0) : bound),
    proof('patterns', patterns, most),
    proof('values', values, most),
    proof('written', written, most),
    proof('stream', stream, most),
    ...(fused.count > 0 ? [proof('fused', fused, bound)] : []),
  ]
}

/** Each sum of a block with its parts. */
function sumsOf({ parallel, attention, cross }: TapBlock, place: string): [string, string[]][] {
  const hook = (name: string) => `${place}.hook_${name}`
  const after = (name: string, normed: boolean) => hook(`${normed ? 'normalized_' : ''}resid_${name}`)
  if (parallel) {
    return [[hook('resid_post'), [hook('resid_pre'), hook('attn_out'), hook('mlp_out')]]]
  }
  const mid = after('mid', attention.afterSum)
  const beforeMlp = cross ? after('mid_cross', cross.afterSum) : mid
  return [
    [hook('resid_mid'), [hook('resid_pre'), hook('attn_out')]],
    ...(cross ? [[hook('resid_mid_cross'), [mid, hook('cross_attn_out')]] as [string, string[]]] : []),
    [hook('resid_post'), [beforeMlp, hook('mlp_out')]],
  ]
}

function measure(): Measure {
  return { error: 0, place: '', count: 0 }
}

function note(into: Measure, error: number, place: string): void {
  into.count += 1
  if (into.place === '' || error > into.error || Number.isNaN(error)) Object.assign(into, { error, place })
}

function proof(what: GraphProof['what'], { error, place, count }: Measure, most: number): GraphProof {
  return { what, error: Number.isNaN(error) ? Number.MAX_VALUE : error, bound: most, count, place }
}

/** How far each row's sum is from 1 or below 0; a row that sums to less has a sink, or nothing to see. */
function sumError({ data, shape }: FloatTensor): number {
  const keys = shape[3]!
  let error = 0
  for (let at = 0; at < data.length; at += keys) {
    let sum = 0
    for (let key = 0; key < keys; key++) {
      sum += data[at + key]!
      error = Math.max(error, -data[at + key]!)
    }
    error = Math.max(error, sum - 1, sum === 0 ? 0 : 1 - sum)
  }
  return error
}

/** How far Σ_key pattern · v is from z [batch, query, head, d_head], relative to the largest. */
function valuesError(pattern: FloatTensor, v: FloatTensor, z: FloatTensor): number {
  return addedError(z, [patternTimesValues(pattern, v)])
}

/** Σ_key pattern [batch, head, query, key] · v [batch, key, kv_head, d_head]: [batch, query, head, d_head]. */
export function patternTimesValues(pattern: FloatTensor, v: FloatTensor): FloatTensor {
  const [batch, heads, queries, keys] = pattern.shape as [number, number, number, number]
  const [, , keyHeads, width] = v.shape as [number, number, number, number]
  const data = new Float32Array(batch * queries * heads * width)
  for (let b = 0; b < batch; b++) {
    for (let head = 0; head < heads; head++) {
      const keyHead = Math.floor((head * keyHeads) / heads)
      for (let query = 0; query < queries; query++) {
        for (let d = 0; d < width; d++) {
          let sum = 0
          for (let key = 0; key < keys; key++) {
            const weight = pattern.data[((b * heads + head) * queries + query) * keys + key]!
            sum += weight * v.data[((b * keys + key) * keyHeads + keyHead) * width + d]!
          }
          data[((b * queries + query) * heads + head) * width + d] = sum
        }
      }
    }
  }
  return floatTensor(data, [batch, queries, heads, width])
}

function addedError(sum: FloatTensor, parts: readonly FloatTensor[]): number {
  let [error, size] = [0, 0]
  for (const [at, given] of sum.data.entries()) {
    const added = parts.reduce((total, { data }) => total + data[at]!, 0)
    error = Math.max(error, Math.abs(added - given))
    size = Math.max(size, Math.abs(given))
  }
  return size === 0 ? error : error / size
}

function largest(a: FloatTensor, b: FloatTensor): number {
  let [error, size] = [0, 0]
  for (const [at, value] of a.data.entries()) {
    if (!Object.is(value, b.data[at]!)) error = Math.max(error, Math.abs(value - b.data[at]!))
    size = Math.max(size, Math.abs(value))
  }
  return size === 0 ? error : error / size
}
