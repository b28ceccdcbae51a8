import { inRows, type Lying, type SiteTools } from './attention-sites'
import type { Content } from './content'
import { isLayout, isNorm, weightOf } from './kinds'
import { narrowsBack } from './narrows'
import { isScaleOrBias, mapBehind } from './stream'

export interface FoundMlp {
  readonly kind: 'plain' | 'gated'
  readonly pre: Lying | null
  readonly preLinear: Lying | null
  readonly post: Lying | null
  /** What it reads, before its first linear map. */
  readonly source: string
  readonly normAfter: boolean
}

/** The activation between two linear maps, or the product of a gate with values. Says why where there is none. */
export function mlpOf(tools: SiteTools, added: string): FoundMlp | string {
  const { content } = tools
  const out = mapBehind(content, added)
  if (out === null) return 'what it adds comes from no single linear map'
  const { source: postValue, normAfter } = out
  const post = inRows(tools, postValue)
  const gates = gatesBehind(content, postValue)
  // Where one map makes both halves, all that stands behind it looks like one activation.
  const inner = gates?.isHalf ? null : activationBehind(content, postValue)
  if (inner) {
    return {
      kind: 'plain',
      pre: inRows(tools, inner.pre),
      preLinear: null,
      post,
      source: inner.source,
      normAfter,
    }
  }
  if (gates === null) return 'between its linear maps stands no activation that is known'
  const { pre, preLinear, source } = gates
  return {
    kind: 'gated',
    pre: inRows(tools, pre),
    preLinear: inRows(tools, preLinear),
    post,
    source,
    normAfter,
  }
}

/** Back over one activation to the one linear map that made what it reads. */
function activationBehind(content: Content, value: string): { pre: string; source: string; acted: boolean } | null {
  let pre = value
  let acted = false
  for (const narrow of narrowsBack(content, value)) {
    const maps = narrow.ops.filter((op) => weightOf(content.graph, op) !== null)
    if (maps.length > 1) return null
    if (maps.length === 1) return acted ? { pre, source: narrow.value, acted } : null
    if (isNorm(narrow.ops)) return null
    if (narrow.ops.every((op) => isLayout(op) || isBias(content, op))) {
      if (!acted) pre = narrow.value
    } else {
      acted ||= !narrow.ops.every((op) => isScaleOrBias(content, op))
      pre = narrow.value
    }
  }
  return null
}

function isBias(content: Content, { type, inputs }: { type: string; inputs: readonly string[] }): boolean {
  return type === 'Add' && inputs.some((value) => content.graph.isConstant(value))
}

interface Gates {
  readonly pre: string
  readonly preLinear: string
  readonly source: string
  /** Whether the values that are let through are a part of what a map makes. */
  readonly isHalf: boolean
}

/** A product of two values that each come from a linear map, or from a part of one; one of them through an activation. */
function gatesBehind(content: Content, value: string): Gates | null {
  let at = value
  for (let depth = 0; depth < 6; depth++) {
    const op = content.graph.producer(at)
    if (!op) return null
    const read = content.read(op)
    if (op.type === 'Mul' && read.length === 2) return parted(content, read as [string, string])
    if (read.length !== 1 || !isLayout(op)) return null
    at = read[0]!
  }
  return null
}

function parted(content: Content, sides: readonly [string, string]) {
  for (const [gate, up] of [sides, sides.toReversed() as [string, string]]) {
    const linear = mapBehindParts(content, up)
    const acted = activationBehindParts(content, gate)
    if (linear && acted) {
      return { pre: acted.pre, preLinear: up, source: acted.source, isHalf: linear.isHalf }
    }
  }
  return null
}

function mapBehindParts(content: Content, value: string): { isHalf: boolean } | null {
  let isHalf = false
  for (const narrow of narrowsBack(content, value)) {
    if (narrow.ops.some((op) => weightOf(content.graph, op) !== null)) return { isHalf }
    if (!narrow.ops.every((op) => isLayout(op) || isBias(content, op))) return null
    isHalf ||= narrow.ops.some(({ type }) => type === 'Split' || type === 'Slice')
  }
  return null
}

function activationBehindParts(content: Content, value: string) {
  const found = activationBehind(content, value)
  return found?.acted ? found : null
}
