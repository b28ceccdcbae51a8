import { describe, expect, it, onTestFinished } from 'vitest'
import { attentionPlaces } from '../../shared/attention-places'
import { type FloatTensor, floatTensor } from '../../shared/tensor'
import { openCheckpoint, openOnnx } from '../checkpoint'
import { readArchitecture } from '../families'
import { FileVocabulary } from './file-vocabulary'
import { FileWrites } from './file-writes'
import { readGraph } from './read-graph'
import { openRunner } from './runner'
import { largestDifference } from './testing/reference'

/**
 * Exports of models of one stack, with how far they may be from the weights that they were made of: F32 by rounding, the others
 * by what their fewer bits hold.
 */
const files: readonly [file: string, model: string, tolerance: number][] = [
  ['gpt2-tiny/dynamo-sdpa-20.onnx', 'gpt2-tiny', 1e-5],
  ['gpt2-tiny/ts-eager-11.onnx', 'gpt2-tiny', 1e-5],
  ['gpt2-tiny/ort-f16.onnx', 'gpt2-tiny', 2e-2],
  ['gpt2-tiny/ort-dynamic.onnx', 'gpt2-tiny', 6],
  ['llama-tiny/ts-eager-14.onnx', 'llama-tiny', 1e-5],
  ['distilbert-tiny/ort-fused.onnx', 'distilbert-tiny', 1e-5],
  ['gpt2-tiny/ort-saved-extended.onnx', 'gpt2-tiny', 1e-5],
  ['gemma2-tiny/optimum-past.onnx', 'gemma2-tiny', 1e-5],
  ['opt-tiny-350m/ts-eager-14.onnx', 'opt-tiny-350m', 1e-5],
  ['albert-tiny/ts-eager-14.onnx', 'albert-tiny', 1e-5],
  ['distilbert-tiny/optimum-o1.onnx', 'distilbert-tiny', 1e-5],
  ['modernbert-tiny/ts-eager-17.onnx', 'modernbert-tiny', 1e-5],
  ['qwen3-tiny/ort-q4-words.onnx', 'qwen3-tiny', 0.5],
]

function rows(count: number, width: number): FloatTensor {
  return floatTensor(
    Float32Array.from({ length: count * width }, (_, at) => Math.sin(at * 1.7)),
    [count, width],
  )
}

async function both(file: string, model: string) {
  const read = await readGraph(await openOnnx(`fixtures/onnx/${file}`))
  const { model: found, norms } = read
  const [stack] = found.stacks
  const { parts, inputs, taps } = found
  const vocabulary = new FileVocabulary({ file: read.file, beside: found.beside }, inputs, {
    embedding: parts.embeddings[0]!,
    finalNorm: parts.norms.get('ln_final') ?? null,
    unembedding: parts.unembedding,
    dModel: stack!.dModel,
    positions: taps!.positions,
  })
  const facts = {
    kind: 'decoder' as const,
    layers: stack!.layers,
    heads: stack!.heads,
    encoder: null,
    givenStates: false,
  }
  const attentions = attentionPlaces(facts).map(({ at }) => {
    return { at, heads: stack!.heads, dHead: stack!.dHead, writes: parts.writes.get(at) ?? null }
  })
  const none = { mlps: [], finalNorm: norms.get('ln_final') ?? null }
  const writes = new FileWrites({ file: read.file, beside: found.beside }, attentions, parts.unembedding, {
    attentions: attentions.map(({ at }) => {
      const block = at.replace('.attn', '')
      const before = taps!.blocks[0]!.attention.before
      return {
        after: taps!.blocks[0]!.attention.after ? norms.get(`${block}.${before ? 'ln1_post' : 'ln1'}`)! : null,
        afterSum: taps!.blocks[0]!.attention.afterSum ? norms.get(`${block}.ln1`)! : null,
      }
    }),
    last: none,
    encoder: null,
  })
  const checkpoint = await openCheckpoint(`fixtures/models/${model}`)
  const runner = await openRunner(checkpoint, readArchitecture(checkpoint), 'cpu')
  onTestFinished(async () => {
    await vocabulary.release()
    await writes.release()
    await runner.release()
  })
  return { read, stack: stack!, vocabulary, writes, runner }
}

describe('the nodes of an ONNX file, run on their own, give what the weights give:', () => {
  it.each(files)('%s', async (file, model, tolerance) => {
    const { stack, vocabulary, writes, runner, read } = await both(file, model)
    const vectors = rows(3, stack.dModel)
    const near = (own: FloatTensor, theirs: FloatTensor) =>
      expect(largestDifference(own, theirs)).toBeLessThanOrEqual(tolerance)
    near(await vocabulary.embedded([3, 4, 5], 2), await runner.vocabulary.embedded([3, 4, 5], 2))
    near(await vocabulary.finalNorm(vectors), await runner.vocabulary.finalNorm(vectors))
    const [own, theirs] = [await vocabulary.nearest(vectors, 4), await runner.vocabulary.nearest(vectors, 4)]
    if (tolerance < 1e-4) expect([...own.ids]).toEqual([...theirs.ids])
    near(floatTensor(own.values, [12]), floatTensor(theirs.values, [12]))
    const z = floatTensor(rows(1, stack.heads * 3 * stack.dHead).data, [stack.heads, 3, stack.dHead])
    near(await writes.ofHeads(1, z), await runner.writes.ofHeads(1, z))
    const [mine, given] = [await writes.vectors(), await runner.writes.vectors()]
    for (const [number, { outBias, after, afterSum }] of given.attentions.entries()) {
      const attention = mine.attentions[number]!
      expect(attention.outBias === null).toBe(outBias === null)
      if (outBias) near(floatTensor(attention.outBias!, [stack.dModel]), floatTensor(outBias, [stack.dModel]))
      for (const [norm, expected] of [
        [attention.after, after],
        [attention.afterSum, afterSum],
      ] as const) {
        expect(norm?.kind).toBe(expected?.kind)
        if (expected) near(floatTensor(norm!.gain, [stack.dModel]), floatTensor(expected.gain, [stack.dModel]))
        if (expected && tolerance < 1e-4) expect(norm!.eps).toBeCloseTo(expected.eps, 8)
      }
    }
    if (read.model.parts.unembedding === null) return
    near(await vocabulary.scores(vectors), await runner.vocabulary.scores(vectors))
    near(await vocabulary.uncappedScores(vectors), await runner.vocabulary.uncappedScores(vectors))
    const [lens, lensOf] = [await vocabulary.lens(vectors, 3), await runner.vocabulary.lens(vectors, 3)]
    near(floatTensor(lens.values, [9]), floatTensor(lensOf.values, [9]))
    const [watched, watchedOf] = [await vocabulary.watch(vectors, 7), await runner.vocabulary.watch(vectors, 7)]
    if (tolerance < 1e-4) expect([...watched.ranks]).toEqual([...watchedOf.ranks])
    if (!read.model.parts.unembedding.linear) return
    near(await vocabulary.rows('embed', [3, 5]), await runner.vocabulary.rows('embed', [3, 5]))
    for (const table of ['embed', 'unembed'] as const) {
      if (table === 'unembed' && !read.model.parts.unembedding.single) continue
      const [ours, given] = [
        await vocabulary.products(table, vectors),
        await runner.vocabulary.products(table, vectors),
      ]
      near(ours.products, given.products)
      near(floatTensor(ours.lengths, [ours.lengths.length]), floatTensor(given.lengths, [given.lengths.length]))
    }
    const [words, wordsOf] = [await writes.words([3, 5, 7]), await runner.writes.words([3, 5, 7])]
    near(words.directions, wordsOf.directions)
    near(floatTensor(words.biases, [3]), floatTensor(wordsOf.biases, [3]))
  })

  it('chosen words of a product of blocks are those of all words', async () => {
    const { stack, vocabulary, writes } = await both('qwen3-tiny/ort-q4-words.onnx', 'qwen3-tiny')
    const vectors = rows(2, stack.dModel)
    const normed = await vocabulary.finalNorm(vectors)
    const all = await vocabulary.uncappedScores(vectors)
    const ids = [2, 9, 30]
    const { directions, biases } = await writes.words(ids)
    for (const row of [0, 1]) {
      for (const [at, id] of ids.entries()) {
        let score = biases[at]!
        for (let i = 0; i < stack.dModel; i++) {
          score += normed.data[row * stack.dModel + i]! * directions.data[at * stack.dModel + i]!
        }
        expect(score).toBeCloseTo(all.data[row * all.shape[1]! + id]!, 4)
      }
    }
  })
})
