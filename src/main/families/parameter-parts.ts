import type { PartKind } from '../../shared/anatomy'
import type { StackName } from '../../shared/taps'
import { elementCount } from '../../shared/tensor'
import type { Checkpoint, StoredTensor, TensorCut } from '../checkpoint'
import type { Architecture, Attention, Embed, GatedMlp, Linear, Mlp, Norm, Qkv, Stack } from './architecture'
import { cutOfGates, cutOfQkv } from './cuts'

/** A weight, or what of one tensor that holds several is of one kind. */
export interface WeightPart {
  readonly kind: PartKind
  readonly stack: StackName | null
  readonly layer: number | null
  readonly tensor: StoredTensor
  /** Null for the whole tensor. */
  readonly cut: TensorCut | null
  readonly parameters: number
}

/**
 * Every parameter of a model once, whoever else reads it too (a tied unembedding, ALBERT's layers): by what it is for. Tensors
 * that are computed with come first, and then those of `unused` modules.
 */
export function weightParts(architecture: Architecture, { tensors }: Pick<Checkpoint, 'tensors'>): WeightPart[] {
  const known = new Set<string>()
  const parts: WeightPart[] = []
  const add = ({ stack, layer }: Pick<WeightPart, 'stack' | 'layer'>, found: readonly Found[]) => {
    const fresh = found.filter(({ tensor }) => !known.has(tensor.name))
    for (const { kind, tensor, cut = null } of fresh) {
      const parameters = cut
        ? cut.count * (elementCount(tensor.shape) / tensor.shape[cut.axis]!)
        : elementCount(tensor.shape)
      parts.push({ kind, stack, layer, tensor, cut, parameters })
    }
    for (const { tensor } of fresh) known.add(tensor.name)
  }
  const { encoder, unembed, pooler, taskHead } = architecture
  for (const stack of encoder ? [encoder, architecture] : [architecture]) {
    const { at, blocks, finalNorm } = stack
    const beside = { stack: encoder ? at : null, layer: null }
    add(beside, ofEmbed(stack.embed))
    for (const [layer, { attention, cross, mlp }] of blocks.entries()) {
      add({ stack: at, layer }, [
        ...ofAttention(attention, stack),
        ...(cross ? ofAttention(cross, stack) : []),
        ...ofMlp(mlp),
      ])
    }
    add(beside, ofNorms(finalNorm))
  }
  const end = { stack: null, layer: null }
  if (unembed) {
    const { transform, projection, table, bias } = unembed
    add(end, [
      ...(transform ? [...ofLinear('head', transform.dense), ...ofNorms(transform.norm)] : []),
      ...(projection ? ofLinear('head', projection) : []),
      { kind: 'unembedding', tensor: table },
      ...(bias && !isBuffer(bias) ? [{ kind: 'bias', tensor: bias } as const] : []),
    ])
  }
  if (pooler) add(end, ofLinear('head', pooler.dense))
  if (taskHead) {
    const { transform, out } = taskHead
    add(end, [
      ...(transform ? [...ofLinear('head', transform.dense), ...ofNorms(transform.norm)] : []),
      ...ofLinear('head', out),
    ])
  }
  const modules = new Set(architecture.unused)
  const left = [...tensors.values()].filter(({ name }) => modules.has(name.replace(/\.(weight|bias)$/, '')))
  add(
    end,
    left.map((tensor) => ({ kind: 'unused', tensor })),
  )
  return parts
}

/** BART and its kin keep a row that is added to the scores, of zeros, that is never trained. */
function isBuffer({ name }: StoredTensor): boolean {
  return /(^|\.)final_logits_bias$/.test(name)
}

interface Found {
  readonly kind: PartKind
  readonly tensor: StoredTensor
  readonly cut?: TensorCut
}

function ofEmbed({ table, projection, positions, tokenTypes, norm }: Embed): Found[] {
  return [
    { kind: 'embedding', tensor: table },
    ...(projection ? ofLinear('embedding', projection.linear) : []),
    ...(positions?.kind === 'learned' ? [{ kind: 'positions', tensor: positions.table } as const] : []),
    ...(tokenTypes ? [{ kind: 'positions', tensor: tokenTypes } as const] : []),
    ...ofNorms(norm),
  ]
}

function ofAttention(attention: Attention, stack: Stack): Found[] {
  const { before, after, afterSum, qkv, out, headNorms, sinks, relative } = attention
  return [
    ...ofNorms(before, ...(headNorms ? [...headNorms.q, ...headNorms.k] : []), after, afterSum),
    ...ofQkv(qkv, stack),
    ...ofLinear('output', out),
    ...(relative ? [{ kind: 'positions', tensor: relative.table } as const] : []),
    ...(sinks ? [{ kind: 'bias', tensor: sinks } as const] : []),
  ]
}

function ofQkv(qkv: Qkv, { sizes }: Stack): Found[] {
  if (!qkv.fused) return [...ofLinear('query', qkv.q), ...ofLinear('key', qkv.k), ...ofLinear('value', qkv.v)]
  const { weight, layout, bias } = qkv.all
  const cuts = (['query', 'key', 'value'] as const).map((kind) => ({
    ...{ kind, tensor: weight, cut: cutOfQkv(kind, qkv.layout, layout, sizes) },
  }))
  return [...cuts, ...(bias ? [{ kind: 'bias', tensor: bias } as const] : [])]
}

function ofMlp(mlp: Mlp): Found[] {
  const norms = ofNorms(mlp.before, mlp.after, mlp.afterSum)
  if (mlp.kind === 'plain') return [...norms, ...ofLinear('up', mlp.in), ...ofLinear('down', mlp.out)]
  if (mlp.kind === 'gated') return [...norms, ...ofGated(mlp)]
  const { router, experts, shared } = mlp
  return [
    ...norms,
    ...ofLinear('router', router),
    ...experts.flatMap(ofGated),
    ...(shared ? [...ofLinear('router', shared.gate), ...ofGated(shared.expert)] : []),
  ]
}

function ofGated({ gates, out }: GatedMlp): Found[] {
  if (!gates.fused) return [...ofLinear('gate', gates.gate), ...ofLinear('up', gates.up), ...ofLinear('down', out)]
  const { weight, layout, bias } = gates.both
  return [
    ...(['gate', 'up'] as const).map((kind) => ({
      ...{ kind, tensor: weight, cut: cutOfGates(kind, gates.layout, layout, weight.shape) },
    })),
    ...(bias ? [{ kind: 'bias', tensor: bias } as const] : []),
    ...ofLinear('down', out),
  ]
}

function ofLinear(kind: PartKind, { weight, bias }: Linear): Found[] {
  return [{ kind, tensor: weight }, ...(bias ? [{ kind: 'bias', tensor: bias } as const] : [])]
}

function ofNorms(...norms: readonly (Norm | null)[]): Found[] {
  return norms.flatMap((norm) => {
    if (norm === null || norm.weight === null) return []
    return [
      { kind: 'norm', tensor: norm.weight } as const,
      ...(norm.bias ? [{ kind: 'bias', tensor: norm.bias } as const] : []),
    ]
  })
}
