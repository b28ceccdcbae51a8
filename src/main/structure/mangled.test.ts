import { clone } from '@bufbuild/protobuf'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { Fault } from '../../shared/fault'
import { type OnnxFile, openOnnx } from '../checkpoint'
import { type GraphProto, GraphProtoSchema, type NodeProto } from '../onnx-format'
import { floats, type NodeInit, node, port } from '../onnx-format/testing/build'
import { findModel } from './find-model'
import { seenInto } from './fused/see-into'
import { graphOf } from './graph'
import { recogniseInputs } from './inputs'
import { plainFile } from './plain/plain-file'
import type { ProbedShapes } from './shapes'
import { fileFrom } from './testing/graphs'

/** The whole way from a decoded file to what was found, with shapes that may be anybody's. */
function find(file: OnnxFile, shapes: ProbedShapes) {
  const graph = graphOf(plainFile(file).file)
  return findModel(seenInto(graph, shapes), recogniseInputs(graph), shapes)
}

/** An answer, or a fault that says what is wrong; anything else is a mistake of ours. */
function answers(run: () => unknown): 'found' | 'refused' {
  try {
    run()
    return 'found'
  } catch (error) {
    if (error instanceof Fault && error.data.kind === 'input') return 'refused'
    throw error
  }
}

const shapesOf = (graph: GraphProto, pick: (at: number) => number[]): ProbedShapes => {
  const values = [...graph.node.flatMap(({ output }) => output), ...graph.initializer.map(({ name }) => name)]
  return { batch: [2], length: [5], of: new Map(values.map((value, at) => [value, [pick(at)]])) }
}

/** One change to a graph: what kind, and numbers that choose where. */
const mangling = fc.tuple(fc.nat(7), fc.nat(), fc.nat(), fc.nat())

function mangle(graph: GraphProto, [kind, a, b, c]: [number, number, number, number]): void {
  const nodes = graph.node
  if (nodes.length === 0) return
  const one = nodes[a % nodes.length]!
  const other = nodes[b % nodes.length]!
  const changes: (() => void)[] = [
    () => one.input.splice(c % (one.input.length + 1), 1, other.output[0] ?? ''),
    () => nodes.splice(a % nodes.length, 1),
    () => one.input.splice(c % (one.input.length + 1), 1),
    () => Object.assign(one, { opType: other.opType }),
    () => Object.assign(one, { attribute: [] }),
    () => graph.initializer.splice(a % (graph.initializer.length + 1), 1),
    () => one.output.splice(0, 1, `again${c}`),
    () => Object.assign(one, { input: [...one.input, ...other.input, one.output[0] ?? ''] }),
  ]
  changes[kind]!()
}

describe('graphs that were mangled', () => {
  it.each([
    ['llama-tiny/dynamo-eager-18.onnx', 300],
    ['vit-tiny/dynamo-sdpa-23.onnx', 1600],
    ['t5-tiny/optimum-decoder-merged.onnx', 40],
    ['mixtral-tiny/ts-eager-17-fixed.onnx', 40],
    ['bert-tiny/ort-fused.onnx', 600],
    ['bert-tiny/ort-packed-mha.onnx', 400],
    ['llama-tiny/einsum-grouped-ts-14.onnx', 400],
  ])(
    '%s is found, or refused with a reason',
    async (path, numRuns) => {
      const file = await openOnnx(`fixtures/onnx/${path}`)
      const sizes = [[2, 5, 24], [2, 4, 5, 5], [2, 5, 4, 6], [10, 24], [], [0], [2, 5]]
      fc.assert(
        fc.property(fc.array(mangling, { minLength: 1, maxLength: 6 }), fc.nat(), (all, seed) => {
          const graph = clone(GraphProtoSchema, file.model.graph!)
          for (const one of all) mangle(graph, one)
          const shapes = shapesOf(graph, (at) => sizes[(at * 7 + seed) % sizes.length]!)
          answers(() => find({ ...file, model: { ...file.model, graph } }, shapes))
        }),
        { numRuns, seed: 1 },
      )
    },
    120_000,
  )
})

describe('graphs that are made to be walked without end', () => {
  const cubes = (graph: { node: NodeInit[] }) => ({
    ...graph,
    initializer: [floats('words', [50, 4], () => 1), floats('W', [4, 4], () => 1)],
    input: [port('ids', 'int64', ['batch', 'pos'])],
    output: [port('y', 'float', ['batch', 'pos', 4])],
  })
  const words = node('Gather', ['words', 'ids'], ['x'])
  const within = (nodes: NodeInit[], milliseconds: number) => {
    const file = fileFrom(cubes({ node: [words, ...nodes] }))
    const start = performance.now()
    answers(() =>
      find(
        file,
        shapesOf(file.model.graph!, () => [2, 5, 4]),
      ),
    )
    expect(performance.now() - start).toBeLessThan(milliseconds)
  }

  it('one value that twenty thousand nodes read, between which sites lie', () => {
    const many = Array.from({ length: 20_000 }, (_, at) => node('Relu', ['x'], [`r${at}`]))
    const site = (at: number) => [
      node('MatMul', ['x', `r${at}`], [`s${at}`]),
      node('Softmax', [`s${at}`], [`p${at}`]),
      node('MatMul', [`p${at}`, 'x'], [`z${at}`]),
      node('MatMul', [`z${at}`, 'W'], [`o${at}`]),
      node('Add', ['x', `o${at}`], [`y${at}`]),
    ]
    within([...many, ...Array.from({ length: 300 }, (_, at) => site(at)).flat()], 20_000)
  }, 120_000)

  it('a ladder in which each sum reads the two before, with sites at each rung', () => {
    const rungs = Array.from({ length: 3000 }, (_, at) => {
      const [a, b] = [at < 2 ? 'x' : `a${at - 2}`, at < 1 ? 'x' : `a${at - 1}`]
      return [
        node('MatMul', [a, b], [`s${at}`]),
        node('Softmax', [`s${at}`], [`p${at}`]),
        node('MatMul', [`p${at}`, a], [`z${at}`]),
        node('MatMul', [`z${at}`, 'W'], [`o${at}`]),
        node('Add', [b, `o${at}`], [`a${at}`]),
      ]
    })
    within(rungs.flat(), 20_000)
  }, 120_000)

  it('a chain of a hundred thousand nodes', () => {
    within(
      Array.from({ length: 100_000 }, (_, at) => node('Relu', [at === 0 ? 'x' : `r${at - 1}`], [`r${at}`])),
      20_000,
    )
  }, 120_000)

  it('branches in branches as deep as the reader lets through', () => {
    let inner: NodeProto[] = fromNodes([node('Relu', ['x'], ['y'])])
    for (let depth = 0; depth < 32; depth++) {
      const graph = clone(GraphProtoSchema, fileFrom(cubes({ node: [] })).model.graph!)
      graph.node = inner
      const choose = node('If', ['ids'], ['y'])
      inner = fromNodes([choose])
      inner[0]!.attribute = [{ ...attribute(), name: 'then_branch', g: graph }]
    }
    const file = fileFrom(cubes({ node: [words] }))
    file.model.graph!.node.push(...inner)
    expect(
      answers(() =>
        find(
          file,
          shapesOf(file.model.graph!, () => [2, 5, 4]),
        ),
      ),
    ).toBe('found')
  })
})

function fromNodes(nodes: NodeInit[]): NodeProto[] {
  return fileFrom({ node: nodes }).model.graph!.node
}

function attribute() {
  return fromNodes([node('Cast', ['x'], ['y'], { to: 1 })])[0]!.attribute[0]!
}
