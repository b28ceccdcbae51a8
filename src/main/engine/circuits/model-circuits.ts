import { attentionPlaces } from '../../../shared/attention-places'
import type { CircuitReading, Composition, CompositionKind, HeadSummary, ModelCircuits } from '../../../shared/circuits'
import type { DeviceWish } from '../../../shared/model-info'
import { type FloatTensor, floatTensor } from '../../../shared/tensor'
import { eigenvalueSums, findInductions, strongestCompositions } from '../../analysis'
import { attentionsOf, type PlacedAttention } from '../../families'
import type { Circuits, HeadMaps, WordVectors } from '../../inference'
import { onRandomRepeat } from '../look-at-attention'
import type { OpenedModel } from '../opened-model'
import type { RunOptions } from '../run-options'
import type { RunTools } from '../run-prompt'
import { modelNotes } from './circuit-notes'
import { areSameWords, circuitSides } from './circuit-sides'
import { counted, idBlocks } from './vocabulary-blocks'
import { architectureOf } from './weights-of'

export interface ModelCircuitsRequest extends Pick<CircuitReading, 'norms'> {
  readonly model: OpenedModel
  readonly device: DeviceWish
}

/** Words of which the product of W_U and W_E is made at once. */
const wordsAtOnce = 4096

/** Maps of all attentions are kept while they take no more than that; beyond it they are taken from the files again. */
const mostKept = 1 << 29

/** Answers of opened models; a file that changed is another one. A figure then need not multiply all weights again. */
const known = new WeakMap<OpenedModel, Map<string, ModelCircuits>>()

/**
 * What the weights of all heads say: whether each copies, and how much later heads read of what earlier ones write. The model runs
 * once, on random tokens said twice, for what previous-token and induction heads do there; only a causal one does.
 */
export async function lookAtModelCircuits(
  tools: RunTools,
  request: ModelCircuitsRequest,
  options: RunOptions,
): Promise<ModelCircuits> {
  const { model, device, norms } = request
  const key = `${norms} ${device}`
  const answer = known.get(model)?.get(key) ?? (await multiplied(tools, request, options))
  known.set(model, (known.get(model) ?? new Map()).set(key, answer))
  return answer
}

async function multiplied(
  tools: RunTools,
  { model, device, norms }: ModelCircuitsRequest,
  options: RunOptions,
): Promise<ModelCircuits> {
  const attentions = attentionsOf(architectureOf(model))
  const reading = { norms, offset: 0, biases: false }
  const folding = { folded: norms === 'folded' }
  const behaviour = await onRandomRepeat(tools, { model, device }, options)
  return tools.runners.use(model, device, options, async ({ circuits }, choice) => {
    const pairs = composingPairs(attentions)
    const between = wordSides(model, attentions)
    const blocks = between.reduce((sum, { vocabulary }) => sum + Math.ceil(vocabulary / wordsAtOnce), 0)
    const step = counted(blocks + attentions.length + pairs.length, options)
    const products = new Map<string, FloatTensor>()
    for (const { key, sides, vocabulary } of between) {
      products.set(key, await wordProduct(circuits, sides, vocabulary, { ...folding, step }))
    }
    const sizes = attentions.map(({ stack }) => 16 * stack.sizes.heads * stack.sizes.dHead * stack.sizes.dModel)
    const isKept = sizes.reduce((sum, size) => sum + size, 0) <= mostKept
    const kept = new Map<number, AttentionMaps>()
    const mapsOf = async (attention: number): Promise<AttentionMaps> => {
      const there = kept.get(attention)
      if (there) return there
      const heads = Array.from({ length: attentions[attention]!.stack.sizes.heads }, (_, head) => head)
      const maps = await withGrams(circuits, await circuits.maps({ attention, heads, offset: 0, ...folding }))
      if (isKept) kept.set(attention, maps)
      return maps
    }
    const copying: (readonly ReturnType<typeof eigenvalueSums>[] | null)[] = []
    for (const [attention, placed] of attentions.entries()) {
      await step(1)
      const product = products.get(sidesKey(model, placed) ?? '')
      const { o, v } = await mapsOf(attention)
      copying.push(product ? perHead(await circuits.between(o, product, v)).map(eigenvalueSums) : null)
    }
    const all: Composition[] = []
    for (const { first, second, kinds } of pairs) {
      await step(1)
      const [one, other] = [await mapsOf(first), await mapsOf(second)]
      for (const kind of kinds) all.push(...(await compositionsOf(circuits, { first, one, second, other, kind })))
    }
    const heads = attentions.map(({ stack }, attention) =>
      Array.from(
        { length: stack.sizes.heads },
        (_, head): HeadSummary => ({
          copying: copying[attention]?.[head]?.sum ?? null,
          positive: copying[attention]?.[head]?.positive ?? null,
          previous: behaviour ? behaviour.previous[attention]![head]! : null,
          induction: behaviour ? behaviour.induction[attention]![head]! : null,
        }),
      ),
    )
    const baseline = 1 / Math.sqrt(architectureOf(model).sizes.dModel)
    const causal = attentionPlaces(model.info).map((place) => place.causal)
    return {
      model: { name: model.info.name, fingerprint: model.info.fingerprint },
      device: choice.device,
      norms,
      notes: modelNotes(model, attentions, reading),
      heads,
      baseline,
      ...strongestCompositions(all),
      inductions: findInductions(all, heads, causal, baseline),
      randomLength: behaviour?.length ?? null,
    }
  })
}

interface AttentionMaps extends HeadMaps {
  readonly grams: { readonly q: FloatTensor; readonly k: FloatTensor; readonly v: FloatTensor; readonly o: FloatTensor }
}

async function withGrams(circuits: Circuits, maps: HeadMaps): Promise<AttentionMaps> {
  const { q, k, v, o } = maps
  const [qGram, kGram, vGram, oGram] = [
    await circuits.grams(q),
    await circuits.grams(k),
    await circuits.grams(v),
    await circuits.grams(o),
  ]
  return { ...maps, grams: { q: qGram, k: kGram, v: vGram, o: oGram } }
}

/** Which map of the later head reads the stream, and which is behind that. */
const readers = { q: ['q', 'k'], k: ['k', 'q'], v: ['v', 'o'] } as const

/** ‖W_OV · W‖ / (‖W_OV‖ · ‖W‖) of every head of one attention with every head of a later one. */
async function compositionsOf(
  circuits: Circuits,
  {
    first,
    one,
    second,
    other,
    kind,
  }: { first: number; one: AttentionMaps; second: number; other: AttentionMaps; kind: CompositionKind },
): Promise<Composition[]> {
  const [into, behind] = readers[kind]
  const squares = await circuits.compositions(
    { o: one.o, vGram: one.grams.v },
    { into: other[into], outGram: other.grams[behind] },
  )
  const written = productLengths(one.grams.v, one.grams.o)
  const read = productLengths(other.grams[into], other.grams[behind])
  return written.flatMap((ofOne, from) =>
    read.map((ofOther, to) => ({
      kind,
      from: { layer: first, head: from },
      to: { layer: second, head: to },
      // A map of zeros composes with nothing.
      score:
        Math.sqrt(Math.max(0, squares.data[from * read.length + to]!)) / (ofOne * ofOther || Number.POSITIVE_INFINITY),
    })),
  )
}

/** ‖aᵀ · b‖ of each head's two maps, from their Gram matrices: ‖aᵀ b‖² = ⟨a aᵀ, b bᵀ⟩. */
function productLengths(a: FloatTensor, b: FloatTensor): number[] {
  const heads = a.shape[0]!
  const size = a.data.length / heads
  return Array.from({ length: heads }, (_, head) => {
    let square = 0
    for (let at = head * size; at < (head + 1) * size; at++) square += a.data[at]! * b.data[at]!
    return Math.sqrt(Math.max(0, square))
  })
}

/** Attentions of which the second reads the stream that the first wrote into, and with which of its maps. */
function composingPairs(attentions: readonly PlacedAttention[]) {
  return attentions.flatMap(({ place: { queries: written } }, first) =>
    attentions.slice(first + 1).flatMap(({ place }, at) => {
      const kinds: CompositionKind[] = [
        ...(place.queries === written ? (['q'] as const) : []),
        ...(place.keys === written ? (['k', 'v'] as const) : []),
      ]
      return kinds.length > 0 ? [{ first, second: first + 1 + at, kinds }] : []
    }),
  )
}

/** The two vocabularies that OV circuits go between; none where the words are not the same ones. */
function wordSides(model: OpenedModel, attentions: readonly PlacedAttention[]) {
  const found = new Map<string, { sides: readonly [WordVectors, WordVectors]; vocabulary: number }>()
  for (const attention of attentions) {
    const key = sidesKey(model, attention)
    const { from, to } = circuitSides(model, attention, 'ov', { biases: false })
    if (key !== null) found.set(key, { sides: [to.words!, from.words!], vocabulary: to.vocabulary })
  }
  return [...found].map(([key, rest]) => ({ key, ...rest }))
}

function sidesKey(model: OpenedModel, attention: PlacedAttention): string | null {
  const sides = circuitSides(model, attention, 'ov', { biases: false })
  return areSameWords(sides) ? `${sides.to.words} ${sides.from.words}` : null
}

/** W_U W_E, [d_model, d_model]: between a head's output and its input it has the eigenvalues of the whole circuit but zeros. */
async function wordProduct(
  circuits: Circuits,
  sides: readonly [WordVectors, WordVectors],
  vocabulary: number,
  { folded, step }: { folded: boolean; step: (steps: number) => Promise<void> },
): Promise<FloatTensor> {
  let sum: Float64Array | null = null
  let shape: readonly number[] = []
  for (const ids of idBlocks(vocabulary, wordsAtOnce)) {
    await step(1)
    const product = await circuits.wordProduct(sides, ids, { folded })
    sum ??= new Float64Array(product.data.length)
    shape = product.shape
    for (let at = 0; at < sum.length; at++) sum[at]! += product.data[at]!
  }
  return floatTensor(Float32Array.from(sum ?? []), shape)
}

function perHead({ data, shape: [heads, rows, columns] }: FloatTensor): FloatTensor[] {
  const size = rows! * columns!
  return Array.from({ length: heads! }, (_, head) =>
    floatTensor(data.subarray(head * size, (head + 1) * size), [rows!, columns!]),
  )
}
