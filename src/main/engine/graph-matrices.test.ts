import { writeFile } from 'node:fs/promises'
import { join, resolve } from 'node:path'
import { InferenceSession, Tensor } from 'onnxruntime-node'
import { beforeAll, describe, expect, it } from 'vitest'
import type { WeightInfo } from '../../shared/matrix'
import { openOnnx } from '../checkpoint'
import { TensorProto_DataType as DataType } from '../onnx-format'
import { floats, type NodeInit, node, onnxModel, port, type TensorInit } from '../onnx-format/testing/build'
import { graphOf, graphWeights } from '../structure'
import type { MatrixSource } from '../weights'
import { graphMatrices, sourceOf } from './graph-matrices'
import { createOpenModels, type OpenModels } from './opened-model'
import { storedMatrices } from './stored-matrices'
import { temporaryFolder } from './testing/engine-client'

async function valuesOf(source: MatrixSource, { atOnce = 1 << 20 } = {}): Promise<number[][]> {
  const [rows, columns] = source.shape
  const found: number[][] = []
  for await (const { count, values } of source.rows({ rows: [0, rows], columns: [0, columns] }, { atOnce })) {
    for (let row = 0; row < count; row++) found.push([...values.subarray(row * columns, (row + 1) * columns)])
  }
  return found
}

function turned(matrix: readonly number[][]): number[][] {
  return matrix[0]!.map((_, column) => matrix.map((row) => row[column]!))
}

function farthest(a: readonly number[][], b: readonly number[][]): number {
  if (a.length !== b.length || a[0]!.length !== b[0]!.length) return Number.POSITIVE_INFINITY
  return Math.max(...a.flatMap((row, at) => row.map((value, column) => Math.abs(value - b[at]![column]!))))
}

let models: OpenModels
beforeAll(() => {
  models = createOpenModels(resolve('resources/sample'))
})

/** Exports beside the model that they were made of, how far off rounding may put a number, and weights that they have not. */
const files: readonly [file: string, model: string, within: number, without: RegExp | null][] = [
  ['gpt2-tiny/ts-eager-14.onnx', 'gpt2-tiny', 0, null],
  ['gpt2-tiny/ort-fused.onnx', 'gpt2-tiny', 0, null],
  ['gpt2-tiny/ort-f16.onnx', 'gpt2-tiny', 1e-3, null],
  ['gpt2-tiny/ort-dynamic.onnx', 'gpt2-tiny', 0.012, null],
  ['gpt-neox-tiny/optimum-o3.onnx', 'gpt-neox-tiny', 0, null],
  ['falcon-tiny/dynamo-sdpa-18.onnx', 'falcon-tiny', 0, null],
  ['modernbert-tiny/optimum.onnx', 'modernbert-tiny', 0, null],
  ['bert-tiny/ort-fused-dynamic.onnx', 'bert-tiny', 0.05, /^pooler|self\..*bias$/],
  ['bert-tiny/ort-static-qdq.onnx', 'bert-tiny', 0.05, /^pooler/],
  ['qwen3-tiny/ort-q4-words.onnx', 'qwen3-tiny', 0.15, null],
  ['qwen3-tiny/ort-q4-qdq.onnx', 'qwen3-tiny', 0.1, null],
  ['bart-tiny/ort-fused.onnx', 'bart-tiny', 0, null],
  ['t5-tiny/ts-eager-14.onnx', 't5-tiny', 0, null],
  ['gpt-oss-tiny/ts-eager-17-fixed.onnx', 'gpt-oss-tiny', 0, /experts\.\w+_bias/],
  ['mixtral-tiny/ort-moe.onnx', 'mixtral-tiny', 0, null],
]

describe('the weights of an ONNX file', () => {
  it.each(files)('%s have the numbers of those it was exported from', async (file, name, within, without) => {
    const [own, theirs] = [
      await models.open(resolve('fixtures/onnx', file)),
      await models.open(resolve('fixtures/models', name)),
    ]
    if (own.origin.kind !== 'graph' || theirs.origin.kind !== 'weights') throw new Error('The fixtures are others')
    const all = graphMatrices(own.origin.read)
    for (const { info, source } of storedMatrices(theirs, theirs.origin)) {
      if (without?.test(info.name)) continue
      const isThere = ({ kind, stack, layer }: WeightInfo) =>
        kind === info.kind && stack === info.stack && layer === info.layer
      const values = await valuesOf(source)
      const near = await Promise.all(
        all
          .filter((one) => isThere(one.info))
          .map(async (one) => {
            const found = await valuesOf(one.source)
            return Math.min(farthest(found, values), farthest(turned(found), values))
          }),
      )
      expect(Math.min(...near), info.name).toBeLessThanOrEqual(within)
    }
  })

  it('say how they lie, and which rows or columns of a tensor that holds several they are', async () => {
    const { origin } = await models.open(resolve('fixtures/onnx/gpt-neox-tiny/ts-eager-14.onnx'))
    if (origin.kind !== 'graph') throw new Error('It is no graph')
    const key = graphMatrices(origin.read).find(({ info }) => info.kind === 'key')!
    expect(key.info).toMatchObject({ part: 'key', shape: [32, 32], parameters: 1024, bytes: 4096 })
    expect(key.info.lies).toBe('inputs downwards, outputs across')
  })
})

/** Bytes whose bits look like chance. */
function bytes(length: number): Uint8Array {
  return Uint8Array.from({ length }, (_, at) => (at * 167 + 13 * ((at * at) % 31)) % 256)
}

function packed(name: string, dataType: DataType, dims: number[], data = bytes(dims.reduce((a, b) => a * b, 1))) {
  return { name, dims: dims.map(BigInt), dataType, rawData: data } satisfies TensorInit
}

const scale = (at: number) => 0.01 + 0.003 * (at % 7)

/** A node that reads a quantised weight, and whose outputs of an identity matrix, or of every row's number, are its numbers. */
const nodes: readonly [what: string, node: NodeInit, TensorInit[], inputs: 'identity' | 'rows', size: number][] = [
  ...([8, 4, 2] as const).map((bits): (typeof nodes)[number] => {
    const blob = (16 * bits) / 8
    return [
      `MatMulNBits of ${bits} bits with zero points`,
      node('MatMulNBits', ['x', 'W', 'scales', 'zeros'], ['y'], { K: 40, N: 5, bits, block_size: 16 }, 'com.microsoft'),
      [
        packed('W', DataType.UINT8, [5, 3, blob]),
        floats('scales', [5 * 3], scale),
        packed('zeros', DataType.UINT8, [5 * Math.ceil((3 * bits) / 8)]),
      ],
      'identity',
      40,
    ]
  }),
  [
    'MatMulNBits without zero points',
    node('MatMulNBits', ['x', 'W', 'scales'], ['y'], { K: 32, N: 6, bits: 4, block_size: 32 }, 'com.microsoft'),
    [packed('W', DataType.UINT8, [6, 1, 16]), floats('scales', [6], scale)],
    'identity',
    32,
  ],
  [
    'GatherBlockQuantized of four bits in whole bytes',
    node(
      'GatherBlockQuantized',
      ['W', 'x', 'scales'],
      ['y'],
      { bits: 4, block_size: 16, quantize_axis: 1 },
      'com.microsoft',
    ),
    [packed('W', DataType.UINT8, [7, 16]), floats('scales', [7, 2], scale)],
    'rows',
    7,
  ],
  [
    'GatherBlockQuantized of eight bits with zero points',
    node(
      'GatherBlockQuantized',
      ['W', 'x', 'scales', 'zeros'],
      ['y'],
      { bits: 8, block_size: 16, quantize_axis: 1 },
      'com.microsoft',
    ),
    [packed('W', DataType.UINT8, [7, 32]), floats('scales', [7, 2], scale), packed('zeros', DataType.UINT8, [7, 2])],
    'rows',
    7,
  ],
  [
    'whole numbers with a scale for each column',
    node('DequantizeLinear', ['W', 'scales', 'zeros'], ['y'], { axis: 1 }),
    [packed('W', DataType.INT8, [6, 9]), floats('scales', [9], scale), packed('zeros', DataType.INT8, [9])],
    'identity',
    6,
  ],
  [
    'whole numbers with a scale for each row',
    node('DequantizeLinear', ['W', 'scales'], ['y'], { axis: 0 }),
    [packed('W', DataType.UINT8, [6, 9]), floats('scales', [6], scale)],
    'identity',
    6,
  ],
]

describe('the numbers of quantised weights are those that ONNX Runtime computes with:', () => {
  it.each(nodes)('%s', async (_, op, initializer, inputs, size) => {
    const isAlone = op.opType === 'DequantizeLinear'
    const input = isAlone ? [] : [inputs === 'rows' ? port('x', 'int64', ['rows']) : port('x', 'float', ['rows', size])]
    const path = join(await temporaryFolder(), 'model.onnx')
    await writeFile(
      path,
      onnxModel({ node: [op], initializer, input, output: [port('y', 'float', ['rows', 'columns'])] }),
    )
    const session = await InferenceSession.create(path, { graphOptimizationLevel: 'disabled' })
    const identity = Float32Array.from({ length: size * size }, (_, at) => Number(at % (size + 1) === 0))
    const x =
      inputs === 'rows'
        ? new Tensor(
            'int64',
            BigInt64Array.from({ length: size }, (_, at) => BigInt(at)),
            [size],
          )
        : new Tensor('float32', identity, [size, size])
    const { y } = await session.run(isAlone ? {} : { x })
    await session.release()
    const [, columns] = y!.dims as [number, number]
    const computed = Array.from({ length: size }, (_, row) => [
      ...(y!.data as Float32Array).subarray(row * columns, (row + 1) * columns),
    ])

    const file = await openOnnx(path)
    const { matrix } = graphWeights(graphOf(file)).find(({ name }) => name === 'W')!
    for (const atOnce of [1 << 20, 8]) {
      const found = await valuesOf(sourceOf(file, matrix!, { cut: null, above: 0 }), { atOnce })
      expect(farthest(op.opType === 'MatMulNBits' ? turned(found) : found, computed)).toBeLessThan(1e-6)
    }
  })

  it.each([4, 8])('of experts of %i bits in one node', async (bits) => {
    const [experts, width, inner] = [3, 32, 32]
    const packing = 8 / bits
    const attributes = { k: 1, activation_type: 'relu', expert_weight_bits: bits, normalize_routing_weights: 1 }
    const path = join(await temporaryFolder(), 'model.onnx')
    const graph = {
      node: [node('QMoE', ['x', 'router', 'W1', 's1', '', 'W2', 's2'], ['y'], attributes, 'com.microsoft')],
      initializer: [
        packed('W1', DataType.UINT8, [experts, inner, width / packing]),
        floats('s1', [experts, inner], scale),
        packed('W2', DataType.UINT8, [experts, width, inner / packing]),
        floats('s2', [experts, width], (at) => scale(at + 3)),
      ],
      input: [port('x', 'float', ['rows', width]), port('router', 'float', ['rows', experts])],
      output: [port('y', 'float', ['rows', width])],
    }
    await writeFile(path, onnxModel(graph))
    const session = await InferenceSession.create(path)
    const x = Float32Array.from({ length: experts * width }, (_, at) => Math.sin(at))
    // Row n is given to expert n alone.
    const router = Float32Array.from({ length: experts * experts }, (_, at) => (at % (experts + 1) === 0 ? 20 : -20))
    const { y } = await session.run({
      x: new Tensor('float32', x, [experts, width]),
      router: new Tensor('float32', router, [experts, experts]),
    })
    await session.release()

    const file = await openOnnx(path)
    const all = graphWeights(graphOf(file))
    const matrixOf = (name: string) =>
      valuesOf(sourceOf(file, all.find((one) => one.name === name)!.matrix!, { cut: null, above: 0 }))
    const [first, second] = [await matrixOf('W1'), await matrixOf('W2')]
    const times = (matrix: number[][], vector: number[]) =>
      matrix.map((row) => row.reduce((sum, value, at) => sum + value * vector[at]!, 0))
    for (let expert = 0; expert < experts; expert++) {
      const of = (matrix: number[][], rows: number) => matrix.slice(expert * rows, (expert + 1) * rows)
      const hidden = times(of(first, inner), [...x.subarray(expert * width, (expert + 1) * width)])
      const expected = times(
        of(second, width),
        hidden.map((value) => Math.max(0, value)),
      )
      for (const [at, value] of expected.entries()) {
        expect(Math.abs((y!.data as Float32Array)[expert * width + at]! - value)).toBeLessThan(
          2e-3 * Math.max(1, Math.abs(value)),
        )
      }
    }
  })
})
