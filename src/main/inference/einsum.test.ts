import { fromBinary } from '@bufbuild/protobuf'
import { Tensor } from 'onnxruntime-node'
import { describe, expect, it } from 'vitest'
import type { OnnxFile } from '../checkpoint'
import { ModelProtoSchema } from '../onnx-format'
import { floats, node, onnxModel, port } from '../onnx-format/testing/build'
import { plainFile } from '../structure'
import { openUnchanged } from './session'

const count = (shape: readonly number[]) => shape.reduce((product, size) => product * size, 1)
const number = (at: number) => Math.sin(at * 12.9898 + 1)

/** One Einsum of a value and another or a weight, as it stands and as it is written out. */
async function both(equation: string, a: number[], b: number[], { weight = '', sum = null as number[] | null } = {}) {
  const given = Object.entries({ a, b }).filter(([name]) => name !== weight)
  const skeleton = onnxModel({
    node: sum
      ? [node('Einsum', ['a', 'b'], ['m'], { equation }), node('ReduceSum', ['m', 'axes'], ['y'], { keepdims: 0 })]
      : [node('Einsum', ['a', 'b'], ['y'], { equation })],
    initializer: [
      ...(weight === 'a' ? [floats('a', a, number)] : []),
      ...(weight === 'b' ? [floats('b', b, number)] : []),
      ...(sum ? [{ name: 'axes', dims: [1n], dataType: 7, int64Data: sum.map(BigInt) }] : []),
    ],
    input: given.map(([name, dims]) => port(name, 'float', dims)),
    output: [{ name: 'y', type: { value: { case: 'tensorType', value: { elemType: 1 } } } }],
  })
  const file = { path: '/m.onnx', model: fromBinary(ModelProtoSchema, skeleton), skeleton } as OnnxFile
  const plain = plainFile(file)
  const run = async ({ skeleton: model }: OnnxFile) => {
    const inputs = given.map(([name]) => name)
    const opened = { casts: false, halfNodes: [], rowNodes: [], fourBits: false, folder: '/' }
    const session = await openUnchanged({ model, inputs, outputs: new Map([['y', 'y']]), ...opened })
    const feeds = given.map(([name, shape]) => {
      return [
        name,
        new Tensor(
          'float32',
          Float32Array.from({ length: count(shape) }, (_, at) => number(at)),
          shape,
        ),
      ]
    })
    const { y } = await session.run(Object.fromEntries(feeds), ['y'])
    await session.release()
    return { shape: [...y!.dims], data: y!.data as Float32Array }
  }
  return { own: await run(file), written: await run(plain.file), operators: plain.file.model.graph!.node }
}

describe('an Einsum as products of matrices gives what it gave', () => {
  it.each<[string, number[], number[], Parameters<typeof both>[3]?]>([
    ['bsm,hmd->bshd', [2, 5, 6], [3, 6, 4], { weight: 'b' }],
    ['hmd,bsm->bhsd', [3, 6, 4], [2, 5, 6], { weight: 'a' }],
    ['bqhd,hdm->bqm', [2, 5, 3, 4], [3, 4, 6], { weight: 'b' }],
    ['bqhd,mhd->mbq', [2, 5, 3, 4], [6, 3, 4], { weight: 'b' }],
    ['bqhd,bkhd->bhqk', [2, 5, 3, 4], [2, 7, 3, 4]],
    ['bhqd,bhkd->bhqk', [2, 3, 5, 4], [2, 3, 7, 4]],
    ['bhkq,bkhd->bqhd', [2, 3, 7, 5], [2, 7, 3, 4]],
    ['bqkgd,bskd->bkgqs', [2, 5, 2, 3, 4], [2, 7, 2, 4]],
    ['bkgqs,bskd->bqkgd', [2, 2, 3, 5, 7], [2, 7, 2, 4]],
    ['bhd,bkhd->bhk', [2, 3, 4], [2, 7, 3, 4]],
    ['bqhde,bkhde->bhqk', [2, 5, 3, 4, 2], [2, 7, 3, 4, 2]],
    ['bqd,bkhd->bqhk', [2, 5, 4], [2, 7, 3, 4]],
    ['bqhd,hde->bqhe', [2, 5, 3, 4], [3, 4, 6], { weight: 'b' }],
    ['...m,mf->...f', [2, 5, 6], [6, 4], { weight: 'b' }],
    ['...sm,mhd->...hsd', [2, 5, 6], [6, 3, 4], { weight: 'b' }],
    ['...qhd,...khd->...hqk', [2, 2, 5, 3, 4], [2, 2, 7, 3, 4]],
    ['mf,...m->...f', [6, 4], [2, 5, 6], { weight: 'a' }],
    ['bij,bjk', [2, 5, 6], [2, 6, 4]],
    ['sm,md->sd', [5, 6], [6, 4], { weight: 'b' }],
    ['m,md->d', [6], [6, 4], { weight: 'b' }],
    ['bqm,m->bq', [2, 5, 6], [6], { weight: 'b' }],
    ['bqhd,hdm->bqhm', [2, 5, 3, 4], [3, 4, 6], { weight: 'b', sum: [2] }],
    ['bqhd,hdm->bqhm', [2, 5, 3, 4], [3, 4, 6], { weight: 'b', sum: [-2] }],
  ])('%s %j %j %j', async (equation, a, b, how) => {
    const { own, written, operators } = await both(equation, a, b, how)
    expect(operators.map(({ opType }) => opType)).not.toContain('Einsum')
    expect(written.shape).toEqual(own.shape)
    for (const [at, value] of own.data.entries()) expect(written.data[at]).toBeCloseTo(value, 5)
  })

  it.each<[string, number[], number[]]>([
    ['i,j->ij', [5], [4]],
    ['bii,bi->bi', [2, 4, 4], [2, 4]],
    ['bij,bjk->bi', [2, 5, 6], [2, 6, 4]],
    ['m...,mf->f...', [6, 2, 5], [6, 4]],
  ])('%s stays, as no product that is known', async (equation, a, b) => {
    const { operators } = await both(equation, a, b)
    expect(operators.map(({ opType }) => opType)).toEqual(['Einsum'])
  })
})
