import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import { describe, expect, it } from 'vitest'
import { floats, node, onnxModel, port } from '../onnx-format/testing/build'
import { lookIntoGraph } from './look-into-graph'

async function look(path: string, prove = true) {
  const { structure } = await lookIntoGraph({ graph: () => null }, { path: resolve('fixtures/onnx', path), prove }, {})
  return structure
}

/** The bound of each proof that holds, with how many things were compared; `NO` where one does not. */
async function proofs(path: string) {
  const structure = await look(path)
  if (structure.kind !== 'found') throw new Error(structure.reason)
  expect(structure.missing).toEqual([])
  expect(structure.hooks).toHaveLength(structure.hookPoints)
  return Object.fromEntries(
    structure.proofs!.map(({ what, error, bound, count }) => [what, error <= bound ? count : 'NO']),
  )
}

describe('what is found in a graph is proved on a run', () => {
  it('of plain nodes, down to the output weight', async () => {
    expect(await proofs('gpt2-tiny/ts-eager-14.onnx')).toEqual({
      logits: 1,
      patterns: 3,
      values: 3,
      written: 3,
      stream: 6,
    })
  })

  it.each([
    ['bert-tiny/ort-fused.onnx', { logits: 1, patterns: 3, values: 3, written: 3, stream: 6, fused: 3 }],
    ['gpt2-tiny/hand-attention-past.onnx', { patterns: 3, values: 3, written: 3, stream: 6, fused: 3 }],
    ['llama-16/genai.onnx', { patterns: 2, values: 2, written: 2, stream: 4 }],
    // Half precision: the product with the weight rounds less than the graph's own.
    ['llama-16/genai-f16.onnx', { patterns: 2, values: 2, written: 2, stream: 4 }],
    ['bart-tiny/ort-fused.onnx', { patterns: 6, values: 6, written: 6, stream: 10 }],
  ])('of fused nodes in %s', async (path, expected) => {
    expect(await proofs(path)).toMatchObject(expected)
  })

  it('of Einsums, which gave way to products of matrices', async () => {
    expect(await proofs('llama-tiny/einsum-grouped-dynamo-18.onnx')).toEqual({
      logits: 1,
      patterns: 2,
      values: 2,
      written: 2,
      stream: 4,
    })
  })

  it.each([
    ['in blocks of four bits', 'qwen3-16/genai-q4.onnx', 2],
    ['in eight bits, with what is read rounded as it runs', 'bert-tiny/ort-dynamic.onnx', 3],
    ['with a norm behind it', 'gemma2-tiny/ts-eager-14.onnx', 2],
    ['with values that are all rounded to eight bits', 'bert-tiny/ort-static-qdq.onnx', 3],
  ])('of an output weight %s', async (_, path, written) => {
    expect(await proofs(path)).toMatchObject({ written })
  })
})

describe('a file of which nothing can be proved', () => {
  it('is a graph that is no transformer', async () => {
    expect(await look('others/mlp-ts-14.onnx')).toMatchObject({ kind: 'found', stacks: [], proofs: [] })
  })

  it('is one that no kernel here runs, and says which node', async () => {
    const folder = mkdtempSync(join(tmpdir(), 'tokentrace-'))
    const path = join(folder, 'model.onnx')
    const nodes = [node('Gather', ['words', 'ids'], ['x']), node('Riddle', ['x'], ['y'], {}, 'example')]
    const sizes = ['batch', 'pos', 4]
    const initializer = [floats('words', [50, 4], () => 1)]
    const [input, output] = [[port('ids', 'int64', ['batch', 'pos'])], [port('y', 'float', sizes)]]
    writeFileSync(path, onnxModel({ node: nodes, initializer, input, output }))
    const structure = await look(path)
    rmSync(folder, { recursive: true })
    expect(structure.kind === 'none' && structure.reason).toMatch(/Riddle/)
  })

  it('has proofs only where they are asked for', async () => {
    expect(await look('gpt2-tiny/ts-eager-14.onnx', false)).toMatchObject({ kind: 'found', proofs: null })
  })
})
