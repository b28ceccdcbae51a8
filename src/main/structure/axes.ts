/** What an axis counts, or a factor of it where two lie in one. `kv` and `group` are the heads of grouped queries. */
export type Factor = 'batch' | 'pos' | 'query' | 'key' | 'head' | 'kv' | 'group' | 'd_head' | 'width'

/** Sizes in the runs that shapes were taken from: one, or two of other lengths. */
export type Sizes = readonly number[]

/** How a value is brought into the axes that a hook point has. */
export type Step =
  | { readonly kind: 'transpose'; readonly perm: readonly number[] }
  /** As ONNX's Reshape has it: 0 keeps the size at that place, −1 is what is left. */
  | { readonly kind: 'reshape'; readonly shape: readonly number[] }
  /** [rows of all texts, width] as [batch, pos, width], where the first two are those of another value. */
  | { readonly kind: 'rows'; readonly like: string; readonly width: number }
  /** Repeated to the shape of another value. */
  | { readonly kind: 'expand'; readonly like: string }
  /** Scores as probabilities, along the last axis. */
  | { readonly kind: 'softmax' }
  /** −∞ for what is not above a number. */
  | { readonly kind: 'hide'; readonly below: number }
  /** √(mean(x²) + ε) along the last axis, which stays with size 1; of x without its mean where that is taken off. */
  | { readonly kind: 'length'; readonly centred: boolean; readonly epsilon: number }

const moving: readonly Factor[] = ['batch', 'pos', 'query', 'key']

/**
 * Which factors each axis of a value holds; null where its sizes are not theirs. `dims` has the sizes of each axis in every run;
 * `factors` are in the order that is preferred where sizes alone do not tell.
 */
export function labelAxes(dims: readonly Sizes[], factors: readonly (readonly [Factor, Sizes])[]): Factor[][] | null {
  const fits = (axis: Sizes, chosen: readonly (readonly [Factor, Sizes])[]) =>
    axis.every((size, run) => size === chosen.reduce((product, [, sizes]) => product * sizes[run]!, 1))
  const label = (at: number, left: readonly (readonly [Factor, Sizes])[]): Factor[][] | null => {
    if (at === dims.length) return left.every(([, sizes]) => sizes.every((size) => size === 1)) ? [] : null
    for (const chosen of choices(left)) {
      if (!fits(dims[at]!, chosen)) continue
      const rest = label(
        at + 1,
        left.filter((factor) => !chosen.includes(factor)),
      )
      if (rest) return [chosen.map(([name]) => name), ...rest]
    }
    return null
  }
  return label(0, factors)
}

/** One factor, none, or two or three in one axis. */
function* choices<T>(left: readonly T[]): Generator<T[]> {
  for (const one of left) yield [one]
  yield []
  for (const one of left) for (const other of left) if (one !== other) yield [one, other]
  for (const one of left) {
    for (const other of left)
      for (const third of left) if (new Set([one, other, third]).size === 3) yield [one, other, third]
  }
}

/**
 * The steps that bring a value with these axes into the order `want`; `sizes` are those that do not change with the prompt. Null
 * where two sizes that do lie in one axis, since no Reshape can part these.
 */
export function arrange(
  labels: readonly (readonly Factor[])[],
  want: readonly Factor[],
  sizes: Readonly<Partial<Record<Factor, number>>>,
): Step[] | null {
  const steps: Step[] = []
  const alone = want.filter((factor) => moving.includes(factor) && labels.some((axis) => axis.join() === factor))
  const first = alone.map((factor) => labels.findIndex((axis) => axis.join() === factor))
  const order = [...first, ...[...labels.keys()].filter((at) => !first.includes(at))]
  transpose(steps, order)
  const rest = order.slice(alone.length).map((at) => labels[at]!)
  const inner = rest.flat()
  const grouped = inner.includes('kv') && inner.includes('group')
  const parted = grouped ? want.flatMap((factor): Factor[] => (factor === 'head' ? ['kv', 'group'] : [factor])) : want
  // Sizes of 1 need no axis.
  const lost = parted.filter((factor) => !alone.includes(factor) && !inner.includes(factor))
  if (inner.filter((factor) => moving.includes(factor)).length > 1) return null
  let now: Factor[] = [...alone, ...lost, ...inner]
  if (rest.some((axis) => axis.length !== 1) || lost.length > 0) {
    const shape = [...alone.map(() => 0), ...lost.map(() => 1), ...inner.map((factor) => sizes[factor] ?? -1)]
    steps.push({ kind: 'reshape', shape })
  }
  const fixed = parted.filter((factor) => !moving.includes(factor))
  const settled = [...want.filter((factor) => moving.includes(factor)), ...fixed]
  transpose(
    steps,
    settled.map((factor) => now.indexOf(factor)),
  )
  now = settled
  if (grouped) {
    const merged = want.filter((factor) => !moving.includes(factor))
    const movers = want.filter((factor) => moving.includes(factor))
    steps.push({ kind: 'reshape', shape: [...movers.map(() => 0), ...merged.map((factor) => sizes[factor]!)] })
    now = [...movers, ...merged]
  }
  transpose(
    steps,
    want.map((factor) => now.indexOf(factor)),
  )
  return steps
}

function transpose(steps: Step[], perm: readonly number[]): void {
  if (perm.some((from, to) => from !== to)) steps.push({ kind: 'transpose', perm })
}
