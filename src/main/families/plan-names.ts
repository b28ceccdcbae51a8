import type { AttentionPlan, BlockPlan, GatedMlpPlan, LinearName, StackPlan } from './family'

/** Names of all tensors that a block of a plan calls for, below the prefix. */
export function planNames({ block, norm }: StackPlan, layer: number): string[] {
  const { attention, cross, mlp } = block(layer)
  const attentions = cross ? [attention, cross] : [attention]
  const all = [...attentions, mlp].flatMap(({ before, after, afterSum }) => [before, after, afterSum])
  const norms = norm.weighted === false ? [] : all
  return [
    ...norms
      .filter((name) => name !== undefined)
      .flatMap((name) => ofLinear({ name, biased: norm.biased ?? norm.kind === 'layer' })),
    ...attentions.flatMap(ofAttention),
    ...ofMlp(mlp),
  ]
}

function ofAttention({ qkv, out, headNorms, sinks }: AttentionPlan): string[] {
  const linears = 'fused' in qkv ? [qkv.fused] : [qkv.q, qkv.k, qkv.v]
  const heads = headNorms ? [...headNorms.q, ...headNorms.k] : []
  return [
    ...[...linears, out].flatMap(ofLinear),
    ...heads.flatMap((name) => ofLinear({ name, biased: headNorms?.biased ?? headNorms?.kind === 'layer' })),
    ...(sinks ? [sinks] : []),
  ]
}

function ofMlp(mlp: BlockPlan['mlp']): string[] {
  if (mlp.kind === 'plain') return [mlp.in, mlp.out].flatMap(ofLinear)
  if (mlp.kind === 'gated') return ofGated(mlp).flatMap(ofLinear)
  const { router, count, experts, shared } = mlp
  const own =
    'stacked' in experts
      ? ofGated(experts.stacked).flatMap(({ name, biased }) => [name, ...(biased ? [`${name}_bias`] : [])])
      : Array.from({ length: count }, (_, expert) => ofGated(experts.each(expert)).flatMap(ofLinear)).flat()
  const all = shared ? [...ofGated(shared.expert), shared.gate].flatMap(ofLinear) : []
  return [...ofLinear(router), ...own, ...all]
}

function ofGated({ gates, out }: GatedMlpPlan): LinearName[] {
  return 'both' in gates ? [gates.both, out] : [gates.gate, gates.up, out]
}

function ofLinear({ name, biased }: LinearName): string[] {
  return [`${name}.weight`, ...(biased ? [`${name}.bias`] : [])]
}
