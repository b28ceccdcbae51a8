import { mkdirSync, mkdtempSync, renameSync, rmSync, symlinkSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { create, toBinary } from '@bufbuild/protobuf'
import fc from 'fast-check'
import { InferenceSession, Tensor } from 'onnxruntime-node'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { Fault } from '../../../shared/fault'
import {
  AttributeProto_AttributeType as AttributeType,
  TensorProto_DataType as DataType,
  ModelProtoSchema,
  TensorProto_DataLocation,
} from '../../onnx-format'
import { floats, node, onnxModel, port, type TensorInit, wholes } from '../../onnx-format/testing/build'
import { faultOf } from '../testing/files'
import { dataFiles } from './data-files'
import { FileBytes } from './file-bytes'
import { openOnnx, parseOnnx } from './open-onnx'

let folder: string
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'tokentrace-onnx-'))
})
afterEach(() => rmSync(folder, { recursive: true }))

const damaged = 'Fetch the file again; it was cut short or damaged on its way.'

/** y = x · W + b, W of [20, 30]. */
function linear(weight: TensorInit = floats('W', [20, 30], (at) => Math.sin(at))): Uint8Array {
  return onnxModel({
    node: [node('MatMul', ['x', 'W'], ['xw']), node('Add', ['xw', 'b'], ['y'])],
    initializer: [weight, floats('b', [30], (at) => at)],
    input: [port('x', 'float', ['n', 20])],
    output: [port('y', 'float', ['n', 30])],
    docString: 'for people '.repeat(1000),
  })
}

function write(bytes: Uint8Array, name = 'model.onnx'): string {
  const path = join(folder, name)
  writeFileSync(path, bytes)
  return path
}

async function outputOf(model: Uint8Array | string): Promise<number[]> {
  const options = { extra: { session: { model_external_initializers_file_folder_path: folder } } }
  const session =
    typeof model === 'string'
      ? await InferenceSession.create(model)
      : await InferenceSession.create(model, options as InferenceSession.SessionOptions)
  const x = Float32Array.from({ length: 40 }, (_, at) => Math.cos(at))
  const { y } = await session.run({ x: new Tensor('float32', x, [2, 20]) })
  await session.release()
  return [...(y!.data as Float32Array)]
}

/** W of `linear` in a file of its own. */
function external(entries: Record<string, string>): TensorInit {
  const { rawData: _, ...rest } = floats('W', [20, 30], () => 0)
  const externalData = Object.entries(entries).map(([key, value]) => ({ key, value }))
  return { ...rest, dataLocation: TensorProto_DataLocation.EXTERNAL, externalData }
}

const weightBytes = Buffer.from(Float32Array.from({ length: 600 }, (_, at) => Math.sin(at)).buffer)

describe('a graph without its weights', () => {
  it('is small, names the weights where they lie in the file, and computes the same to the bit', async () => {
    const path = write(linear())
    const { skeleton, mapped, model } = await openOnnx(path)
    expect(mapped).toEqual({ tensors: 1, bytes: 2400 })
    expect(skeleton.length).toBeLessThan(600)
    const weight = model.graph!.initializer[0]!
    expect(weight.externalData.map(({ key, value }) => [key, value])).toEqual([
      ['location', 'model.onnx'],
      ['offset', expect.stringMatching(/^\d+$/)],
      ['length', '2400'],
    ])
    expect(await outputOf(skeleton)).toEqual(await outputOf(path))
  })

  it('maps floats that are written as a list, too', async () => {
    const { rawData: _, ...rest } = floats('W', [20, 30], () => 0)
    const path = write(linear({ ...rest, floatData: Array.from({ length: 600 }, (_, at) => Math.sin(at)) }))
    const { skeleton, mapped } = await openOnnx(path)
    expect(mapped.tensors).toBe(1)
    expect(await outputOf(skeleton)).toEqual(await outputOf(path))
  })

  it('maps a weight that a node holds', async () => {
    const value = create(ModelProtoSchema, {
      irVersion: 9n,
      opsetImport: [{ domain: '', version: 20n }],
      graph: {
        name: 'g',
        node: [
          {
            opType: 'Constant',
            output: ['W'],
            attribute: [{ name: 'value', type: AttributeType.TENSOR, t: floats('', [20, 30], (at) => Math.sin(at)) }],
          },
          node('MatMul', ['x', 'W'], ['y']),
        ],
        input: [port('x', 'float', ['n', 20])],
        output: [port('y', 'float', ['n', 30])],
      },
    })
    const path = write(toBinary(ModelProtoSchema, value))
    const { skeleton, mapped } = await openOnnx(path)
    expect(mapped.tensors).toBe(1)
    expect(await outputOf(skeleton)).toEqual(await outputOf(path))
  })

  it('keeps the external data that a graph names, also through a hub cache’s links', async () => {
    mkdirSync(join(folder, 'blobs'))
    writeFileSync(join(folder, 'blobs/abc'), Buffer.concat([Buffer.alloc(7), weightBytes]))
    symlinkSync('blobs/abc', join(folder, 'model.onnx_data'))
    const path = write(linear(external({ location: 'model.onnx_data', offset: '7', length: '2400' })))
    const { skeleton, files } = await openOnnx(path)
    expect(files.map(({ name }) => name)).toEqual(['model.onnx', 'model.onnx_data'])
    expect(await outputOf(skeleton)).toEqual(await outputOf(write(linear(), 'plain.onnx')))
  })
})

describe('a fingerprint', () => {
  it('stays under another name, and changes with a weight or the graph', async () => {
    const path = write(linear())
    const { fingerprint } = await openOnnx(path)
    renameSync(path, join(folder, 'renamed.onnx'))
    expect((await openOnnx(join(folder, 'renamed.onnx'))).fingerprint).toBe(fingerprint)
    const weight = await openOnnx(write(linear(floats('W', [20, 30], (at) => Math.sin(at + 1)))))
    expect(weight.fingerprint).not.toBe(fingerprint)
    const name = await openOnnx(write(linear(floats('V', [20, 30], (at) => Math.sin(at)))))
    expect(name.fingerprint).not.toBe(fingerprint)
  })

  it('changes with external data', async () => {
    const path = write(linear(external({ location: 'w.bin' })))
    writeFileSync(join(folder, 'w.bin'), weightBytes)
    const { fingerprint } = await openOnnx(path)
    writeFileSync(join(folder, 'w.bin'), Buffer.alloc(2400))
    expect((await openOnnx(path)).fingerprint).not.toBe(fingerprint)
  })
})

it('finds a tokenizer beside the file or in the folder above', async () => {
  mkdirSync(join(folder, 'onnx'))
  const path = write(linear(), 'onnx/model.onnx')
  expect((await openOnnx(path)).tokenizerFile).toBeNull()
  writeFileSync(join(folder, 'tokenizer.json'), '{}')
  expect((await openOnnx(path)).tokenizerFile).toBe(join(folder, 'tokenizer.json'))
})

describe('a file that makes no sense is refused:', () => {
  const tensor = (init: Partial<TensorInit>) => linear({ ...floats('W', [20, 30], () => 1), ...init })
  const away = 'Export the model again with its data beside it; a graph must not name other files of this machine.'
  const beside = 'Fetch it too, and leave it beside the .onnx file under its own name.'
  const files: readonly [string, Uint8Array | string, object][] = [
    ['empty', '', { message: 'The file is empty' }],
    [
      'a Git LFS pointer',
      'version https://git-lfs.github.com/spec/v1\noid sha256:0\n',
      {
        message: 'The file is a Git LFS pointer, which stands for the file',
        remedy: 'Run “git lfs pull” in the model’s folder.',
      },
    ],
    [
      'ONNX Runtime’s own format',
      '\x18\x00\x00\x00ORTM',
      {
        message: 'The file is in ONNX Runtime’s own format (.ort)',
        remedy: 'Open the .onnx file that it was made from.',
      },
    ],
    ['some text', 'hello', { message: 'What is there is no part of an ONNX model', place: 'byte 2' }],
    ['no graph', Uint8Array.of(8, 9), { message: 'The file holds no graph' }],
    [
      'cut short',
      linear().subarray(0, 2000),
      { message: 'A part is said to be longer than what holds it', place: expect.stringMatching(/^byte \d+$/) },
    ],
    [
      'a shape that its numbers do not fill',
      tensor({ dims: [20n, 31n] }),
      { message: 'Tensor W: it holds 2400 bytes where its shape calls for 2480', place: expect.any(String) },
    ],
    [
      'a shape larger than any',
      tensor({ dims: [1n << 62n, 1n << 62n] }),
      { message: 'Tensor W: its shape makes no sense', place: expect.any(String) },
    ],
    [
      'too many dimensions',
      tensor({ dims: Array.from({ length: 65 }, () => 1n) }),
      { message: 'Tensor W: it has more than 64 dimensions', place: expect.any(String) },
    ],
    [
      'data in a file that is nowhere named',
      linear(external({ offset: '0' })),
      { message: 'Tensor W: it lies in another file, and which one is not said', place: expect.any(String) },
    ],
    [
      'an offset that is no number',
      linear(external({ location: 'w.bin', offset: '-1' })),
      { message: 'Tensor W: its offset in another file is no number', place: expect.any(String) },
    ],
    [
      'data in a file that is not there',
      linear(external({ location: 'gone.bin' })),
      {
        message: 'A file with weights of the graph is missing',
        place: expect.stringContaining('gone.bin'),
        remedy: beside,
      },
    ],
    [
      'data beyond its file’s end',
      linear(external({ location: 'w.bin', offset: '4' })),
      { message: 'The weights lie at bytes 4 to 2404 of a file of 2400', file: 'w.bin', place: 'tensor W' },
    ],
    ...['../w.bin', '/etc/passwd', 'a/../../w.bin', 'C:\\w.bin', '..\\w.bin', ''].map(
      (location): [string, Uint8Array, object] => [
        `data outside the folder, at ${location || 'nowhere'}`,
        linear(external({ location })),
        location
          ? {
              message: 'The weights are said to lie outside the model’s folder',
              place: expect.stringContaining('tensor W'),
              remedy: away,
            }
          : { message: 'Tensor W: it lies in another file, and which one is not said', place: expect.any(String) },
      ],
    ),
    [
      'an address in memory in a file’s place',
      linear(external({ location: '*/_ORT_MEM_ADDR_/*' })),
      { message: 'A file with weights of the graph is missing', place: expect.any(String), remedy: beside },
    ],
  ]
  it.each(files)('%s', async (_, content, expected) => {
    writeFileSync(join(folder, 'w.bin'), weightBytes)
    const path = write(typeof content === 'string' ? Buffer.from(content, 'latin1') : content)
    expect(await faultOf(openOnnx(path), folder)).toEqual({
      kind: 'input',
      file: 'model.onnx',
      remedy: damaged,
      ...expected,
    })
  })

  it('graphs within graphs without end', async () => {
    let inner = onnxModel({ node: [node('Relu', ['x'], ['y'])] })
    // GraphProto within NodeProto within AttributeProto, deeper than any exporter goes.
    const wrapped = (tag: number, bytes: Uint8Array) => {
      const length: number[] = []
      let left = bytes.length
      for (; left >= 128; left = left >> 7) length.push((left & 127) | 128)
      return Buffer.concat([Buffer.of((tag << 3) | 2, ...length, left), bytes])
    }
    let graph: Uint8Array = Buffer.alloc(0)
    for (let depth = 0; depth < 2000; depth++) graph = wrapped(1, wrapped(5, wrapped(6, graph)))
    inner = Buffer.concat([inner, wrapped(7, graph)])
    await expect(openOnnx(write(inner))).rejects.toThrow('Graphs lie in graphs more than 8 deep')
  })
})

describe('whatever is done to a file’s bytes', () => {
  const original = Buffer.from(
    onnxModel({
      node: [
        node('Gather', ['E', 'ids'], ['x']),
        node('MatMul', ['x', 'W'], ['s'], { alpha: { float: 2 }, axes: [1, 2, 300], mode: 'linear' }),
        node('Softmax', ['s'], ['y'], { axis: -1 }),
      ],
      initializer: [
        floats('E', [9, 40], (at) => at),
        floats('W', [40, 9], (at) => -at),
        wholes('shape', 1, -1, 9),
        { name: 'half', dims: [2n], dataType: DataType.FLOAT16, int32Data: [15360, 16384] },
        { ...external({ location: 'w.bin', offset: '0', length: '2400' }), name: 'far' },
      ],
      input: [port('ids', 'int64', ['batch', 'pos'])],
      output: [port('y', 'float', ['batch', 'pos', 9])],
    }),
  )

  it('it opens, or is refused with a fault, in 20,000 cases', { timeout: 120_000 }, async () => {
    writeFileSync(join(folder, 'w.bin'), weightBytes)
    const edits = fc.array(
      fc.record({
        at: fc.nat(original.length - 1),
        kind: fc.constantFrom('set', 'flip', 'insert', 'remove', 'cut', 'repeat'),
        byte: fc.nat(255),
        length: fc.nat(40),
      }),
      { minLength: 1, maxLength: 3 },
    )
    const path = join(folder, 'model.onnx')
    let opened = 0
    await fc.assert(
      fc.asyncProperty(edits, async (all) => {
        let bytes = Buffer.from(original)
        for (const { at, kind, byte, length } of all) {
          const [before, after] = [bytes.subarray(0, at), bytes.subarray(at + 1)]
          const some = bytes.subarray(at, at + length)
          if (kind === 'set') bytes = Buffer.concat([before, Buffer.of(byte), after])
          if (kind === 'flip') bytes = Buffer.concat([before, Buffer.of((bytes[at] ?? 0) ^ (1 << (byte & 7))), after])
          if (kind === 'insert') bytes = Buffer.concat([before, Buffer.alloc(length, byte), bytes.subarray(at)])
          if (kind === 'remove') bytes = Buffer.concat([before, bytes.subarray(at + length)])
          if (kind === 'cut') bytes = Buffer.from(bytes.subarray(0, Math.max(1, at)))
          if (kind === 'repeat') bytes = Buffer.concat([bytes, some, some])
        }
        const read = (length: number, at: number) => bytes.subarray(at, at + length)
        try {
          const { skeleton } = parseOnnx(new FileBytes(read, bytes.length, path), path)
          await dataFiles(folder, path, skeleton.data)
          opened += 1
          expect(skeleton.bytes.length).toBeLessThan(2 * bytes.length + 2000)
        } catch (error) {
          expect(error).toBeInstanceOf(Fault)
          expect((error as Fault).data.kind).toBe('input')
        }
      }),
      { seed: 7, numRuns: 20_000 },
    )
    // Neither are all refused, nor is anything taken.
    expect(opened).toBeGreaterThan(2000)
    expect(opened).toBeLessThan(18_000)
  })
})
