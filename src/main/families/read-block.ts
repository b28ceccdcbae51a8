import type { Attention, Block, Experts, GatedMlp, HeadNorms, Layout, Mlp, PartNorms, Qkv } from './architecture'
import type {
  AttentionPlan,
  ExpertsPlan,
  Family,
  GatedMlpPlan,
  HeadNormsPlan,
  MlpPlan,
  NormsPlan,
  StackPlan,
} from './family'
import type { Weights } from './weights'

interface Source {
  readonly plan: StackPlan
  readonly weights: Weights
  readonly layout: Layout
}

/** One block of a plan, with the weights that it names. */
export function readBlock({ layout = 'out-in' }: Family, plan: StackPlan, weights: Weights, layer: number): Block {
  const source = { plan, weights, layout }
  const { order = 'serial', attention, cross, mlp } = plan.block(layer)
  return {
    order,
    attention: readAttention(attention, source),
    cross: cross ? readAttention(cross, source) : null,
    mlp: readMlp(mlp, source),
  }
}

function readNorms({ before, after, afterSum, writeScale = 1 }: NormsPlan, { plan, weights }: Source): PartNorms {
  const norm = (name: string | undefined) => (name ? weights.norm(name, plan.sizes.dModel, plan.norm) : null)
  return { before: norm(before), writeScale, after: norm(after), afterSum: norm(afterSum) }
}

function readAttention(attention: AttentionPlan, source: Source): Attention {
  const { weights, layout } = source
  const { heads, dHead, dModel } = source.plan.sizes
  const {
    causal,
    scale,
    window = null,
    softCap = null,
    rotary = null,
    alibi = false,
    relative,
    headNorms,
    clip = null,
    sinks,
  } = attention
  return {
    ...readNorms(attention, source),
    ...{ causal, scale, window, softCap, rotary, alibi },
    relative: relative ? { ...relative, table: weights.tensor(relative.table, [relative.buckets, heads]) } : null,
    headNorms: headNorms ? readHeadNorms(headNorms, source) : null,
    sinks: sinks ? weights.tensor(sinks, [heads]) : null,
    qkv: readQkv(attention.qkv, source),
    clip,
    out: weights.linear(attention.out, [heads * dHead, dModel], layout),
  }
}

function readQkv(qkv: AttentionPlan['qkv'], { plan, weights, layout }: Source): Qkv {
  const { heads, keyHeads, dHead, dModel } = plan.sizes
  if ('fused' in qkv) {
    const width = (heads + 2 * keyHeads) * dHead
    const all = weights.linear(qkv.fused, [dModel, width], layout)
    return { fused: true, all, layout: all.weight.lies?.parts ? 'parts' : qkv.layout }
  }
  const q = weights.linear(qkv.q, [dModel, heads * dHead], layout)
  return {
    fused: false,
    paired: q.weight.lies?.pairs ?? false,
    q,
    k: weights.linear(qkv.k, [dModel, keyHeads * dHead], layout),
    v: weights.linear(qkv.v, [dModel, keyHeads * dHead], layout),
  }
}

function readHeadNorms({ over, q, k, ...kind }: HeadNormsPlan, { plan, weights }: Source): HeadNorms {
  const { heads, keyHeads, dHead } = plan.sizes
  const norms = (names: readonly string[], count: number) =>
    names.map((name) => weights.norm(name, over === 'all' ? count * dHead : dHead, kind))
  return { over, q: norms(q, heads), k: norms(k, keyHeads) }
}

function readMlp(mlp: MlpPlan, source: Source): Mlp {
  const { weights, layout } = source
  const { dModel, dMlp } = source.plan.sizes
  const norms = readNorms(mlp, source)
  if (mlp.kind === 'gated') return { ...norms, ...readGated(mlp, source) }
  if (mlp.kind === 'experts') return { ...norms, ...readExperts(mlp, source) }
  return {
    ...norms,
    kind: 'plain',
    activation: mlp.activation,
    in: weights.linear(mlp.in, [dModel, dMlp], layout),
    out: weights.linear(mlp.out, [dMlp, dModel], layout),
  }
}

function readGated({ gating, width, gates, out }: GatedMlpPlan, { plan, weights, layout }: Source): GatedMlp {
  const { dModel, dMlp } = plan.sizes
  const wide = width ?? dMlp
  return {
    kind: 'gated',
    gating,
    gates:
      'both' in gates
        ? { fused: true, both: weights.linear(gates.both, [dModel, 2 * wide], layout), layout: gates.layout }
        : {
            fused: false,
            gate: weights.linear(gates.gate, [dModel, wide], layout),
            up: weights.linear(gates.up, [dModel, wide], layout),
          },
    out: weights.linear(out, [wide, dModel], layout),
  }
}

function readExperts({ router, count, perToken, weighing, experts, shared }: ExpertsPlan, source: Source): Experts {
  return {
    kind: 'experts',
    router: source.weights.linear(router, [source.plan.sizes.dModel, count], 'out-in'),
    perToken,
    weighing,
    experts:
      'stacked' in experts
        ? readStacked(experts.stacked, count, source)
        : Array.from({ length: count }, (_, expert) => readGated(experts.each(expert), source)),
    shared: shared
      ? {
          expert: readGated(shared.expert, source),
          gate: source.weights.linear(shared.gate, [source.plan.sizes.dModel, 1], 'out-in'),
        }
      : null,
  }
}

function readStacked({ gating, gates, out }: GatedMlpPlan, count: number, { plan, weights }: Source): GatedMlp[] {
  const { dModel, dMlp } = plan.sizes
  if (!('both' in gates)) throw new Error('Stacked experts hold gate and up in one tensor.')
  const both = weights.stacked(gates.both, [dModel, 2 * dMlp], count)
  const outs = weights.stacked(out, [dMlp, dModel], count)
  return both.map((linear, expert) => ({
    kind: 'gated',
    gating,
    gates: { fused: true, both: linear, layout: gates.layout },
    out: outs[expert]!,
  }))
}
