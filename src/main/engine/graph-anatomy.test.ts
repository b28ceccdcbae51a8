import { resolve } from 'node:path'
import { beforeEach, describe, expect, it, onTestFinished } from 'vitest'
import { type Anatomy, byKind, type PartKind } from '../../shared/anatomy'
import { type Client, startEngine, temporaryFolder } from './testing/engine-client'

let client: Client

beforeEach(async () => {
  const started = await startEngine(await temporaryFolder())
  client = started.client
  onTestFinished(() => started.engine.close())
})

const ofGraph = (file: string) => client.model.anatomy({ path: resolve('fixtures/onnx', file) })
const ofWeights = (name: string) => client.model.anatomy({ path: resolve('fixtures/models', name) })

function kinds(anatomy: Anatomy): Partial<Record<PartKind, number>> {
  return Object.fromEntries(byKind(anatomy).map(({ kind, parameters }) => [kind, parameters]))
}

function inLayers({ parts }: Anatomy): string[] {
  const counted = parts.filter(({ layer, parameters }) => layer !== null && parameters > 0)
  return counted.map(({ stack, layer, kind, parameters }) => `${stack} ${layer} ${kind} ${parameters}`).sort()
}

/**
 * Exports beside the model that they were made of, and what a graph has otherwise: the words' table once more, turned over for the
 * scores; tables of angles; no pooler, which the graph has no output for.
 */
const files: readonly [file: string, model: string, otherwise: Partial<Record<PartKind, number | undefined>>][] = [
  ['gpt2-tiny/dynamo-sdpa-20.onnx', 'gpt2-tiny', { unembedding: 7680 }],
  ['gpt2-tiny/ts-eager-14.onnx', 'gpt2-tiny', { unembedding: 7680 }],
  ['gpt2-tiny/ort-fused.onnx', 'gpt2-tiny', { unembedding: 7680 }],
  ['gpt2-tiny/ort-f16.onnx', 'gpt2-tiny', { unembedding: 7680 }],
  ['gpt2-tiny/einsum-lens-result-ts-17.onnx', 'gpt2-tiny', {}],
  ['llama-tiny/ts-eager-14.onnx', 'llama-tiny', { other: 4 }],
  ['llama-tiny/ort-f16.onnx', 'llama-tiny', { other: 4 }],
  ['llama-tiny/optimum-past-fused.onnx', 'llama-tiny', { other: 512 }],
  ['qwen3-tiny/ort-q4-words.onnx', 'qwen3-tiny', { other: 5 }],
  ['gpt2-tiny/ort-dynamic.onnx', 'gpt2-tiny', { unembedding: 7680 }],
  ['modernbert-tiny/dynamo-sdpa-18.onnx', 'modernbert-tiny', { other: 6, unembedding: 1272 }],
  ['bert-tiny/ts-eager-14.onnx', 'bert-tiny', { head: undefined, bias: 778 }],
  ['bert-tiny/ort-fused.onnx', 'bert-tiny', { head: undefined, bias: 778 }],
  ['bert-tiny/ort-fused-dynamic.onnx', 'bert-tiny', { head: undefined, bias: 778 }],
  ['bert-tiny/ort-dynamic.onnx', 'bert-tiny', { head: undefined, bias: 778 }],
  ['bert-tiny/ort-static-qdq.onnx', 'bert-tiny', { head: undefined, bias: 778 }],
  ['phi-tiny/ts-eager-14.onnx', 'phi-tiny', { other: 2 }],
  ['gemma2-tiny/dynamo-eager-18.onnx', 'gemma2-tiny', { other: 5, unembedding: 1272 }],
  ['albert-tiny/ts-eager-14.onnx', 'albert-tiny', { unembedding: 742 }],
  ['mpnet-tiny/optimum.onnx', 'mpnet-tiny', { unembedding: 1272 }],
  ['t5-tiny/ts-eager-14.onnx', 't5-tiny', { unembedding: 1060 }],
  ['t5-tiny/ort-fused.onnx', 't5-tiny', { unembedding: 1060 }],
  // A row of zeros that is added to the scores, and that nobody trained.
  ['bart-tiny/dynamo-sdpa-18.onnx', 'bart-tiny', { bias: 1056 + 53, unembedding: 1272 }],
  ['bart-tiny/ort-fused.onnx', 'bart-tiny', { bias: 1056 + 53, unembedding: 1272 }],
]

describe('the parameters of an ONNX file', () => {
  it.each(files)('%s are counted as those of the weights it was exported from', async (file, model, otherwise) => {
    const [own, theirs] = [await ofGraph(file), await ofWeights(model)]
    expect(kinds(own)).toEqual(JSON.parse(JSON.stringify({ ...kinds(theirs), ...otherwise })))
    expect(inLayers(own)).toEqual(inLayers(theirs))
    expect(own.products).toEqual(theirs.products)
    const { parameters } = await client.model.inspect({ path: resolve('fixtures/onnx', file) })
    expect(own.parameters).toBe(parameters)
    expect(own.parts.reduce((sum, part) => sum + part.parameters, 0)).toBe(parameters)
  })

  it.each(['t5-tiny', 'bart-tiny'])('of a stack of %s alone are counted as the model’s own', async (name) => {
    const theirs = inLayers(await ofWeights(name))
    const own = (stack: string) => theirs.filter((line) => line.startsWith(stack))
    expect(inLayers(await ofGraph(`${name}/optimum-decoder.onnx`))).toEqual(own('decoder'))
    const encoder = inLayers(await ofGraph(`${name}/optimum-encoder.onnx`))
    expect(encoder.map((line) => line.replace('blocks', 'encoder'))).toEqual(own('encoder'))
  })

  it('take the bytes of their blocks and scales where they are quantised', async () => {
    const [packed, whole] = [await ofGraph('qwen3-tiny/ort-q4.onnx'), await ofGraph('qwen3-tiny/dynamo-eager-18.onnx')]
    const bytes = ({ parts }: Anatomy, wanted: PartKind) =>
      parts.filter(({ kind }) => kind === wanted).reduce((sum, part) => sum + part.bytes, 0)
    expect(packed.parts.length).toBe(whole.parts.length)
    expect(bytes(whole, 'down')).toBe(4 * kinds(whole).down!)
    // Half a byte a number, and a scale and zero point for each block, which the last of a row may not fill.
    expect(bytes(packed, 'down')).toBeGreaterThan(0.5 * kinds(packed).down!)
    expect(bytes(packed, 'down')).toBeLessThan(2 * kinds(packed).down!)
    expect(bytes(packed, 'norm')).toBe(4 * kinds(packed).norm!)
  })

  it.each([
    ['gpt-oss-tiny/ts-eager-17-fixed.onnx', 'gpt-oss-tiny'],
    ['mixtral-tiny/ort-moe.onnx', 'mixtral-tiny'],
  ])('of mixtures are told apart, whichever tokens a run gives an expert: %s', async (file, model) => {
    const [own, theirs] = [await ofGraph(file), await ofWeights(model)]
    expect(inLayers(own)).toEqual(inLayers(theirs))
    const { other: _, ...told } = kinds(own)
    expect(told).toEqual(kinds(theirs))
    expect(own.products).toBeNull()
  })
})
