import { existsSync, readFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import { tapsOf } from '../../shared/taps'
import type { FloatTensor } from '../../shared/tensor'
import { openOnnx } from '../checkpoint'
import { findInFile } from './find-in-file'
import type { GivenInputs } from './given'
import { runTapped } from './run-tapped'
import { onnxCase } from './testing/onnx-case'
import { largestDifference, type ReferenceCase, readReference } from './testing/reference'

/** One file of fixtures/onnx, made by fixtures/make_onnx.py and its like. */
interface Fixture {
  /** The reference that its numbers are to agree with. */
  readonly model: string
  readonly shapes: 'dynamic' | 'fixed'
  readonly fused: Readonly<Record<string, number>>
  readonly tolerance: number
  readonly inputs: Readonly<Record<string, { readonly role: string }>>
  readonly outputs: Readonly<Record<string, string>>
  /** By stack; of an encoder–decoder's two, the encoder's first. */
  readonly sizes: Readonly<Record<string, { readonly layers: number; readonly heads: number }>>
}

const manifest = JSON.parse(readFileSync('fixtures/onnx/manifest.json', 'utf8')) as Record<string, Fixture>
const files = Object.entries(manifest).filter(([path]) => !path.startsWith('others/'))
const others = Object.keys(manifest).filter((path) => path.startsWith('others/'))

/** Graphs that were traced with a text run on no other where experts take their tokens. */
const ownText = /^mixtral-tiny/

async function found(path: string, given?: GivenInputs) {
  return findInFile(await openOnnx(`fixtures/onnx/${path}`), given)
}

/** What the fixtures call an input, where the finder has another word. */
const roles: Readonly<Record<string, string>> = {
  'decoder ids': 'ids',
  'encoder states': 'data',
  branch: 'flag',
  // Of images and sounds, which have no role by name.
  other: 'data',
}

const reference = (model: string) =>
  readReference(existsSync(`fixtures/reference/${model}.json`) ? model : `../onnx/reference/${model}`)

/** Whether activations are rounded to eight bits on the way. */
const rounds = ({ fused }: Fixture) => 'MatMulInteger' in fused

/** Whether this machine's sums of eight-bit products are whole: without instructions for these they saturate at 16 bits. */
const wholeSums = process.arch === 'arm64' || /\b(avx512_vnni|avx_vnni)\b/.test(processor())

function processor(): string {
  return existsSync('/proc/cpuinfo') ? readFileSync('/proc/cpuinfo', 'utf8') : ''
}

/**
 * How far a hook point may be from the float model's, relative to its size: what rounding to 256 steps comes to in three layers. One
 * that is another value, or lies otherwise, is about √2 of its own size away.
 */
const roundedBound = wholeSums ? 0.06 : 2 / 3

/** The Euclidean distance of two tensors, relative to the second's length; where one hides what the other does, without that. */
function relativeDistance(a: FloatTensor, b: FloatTensor): number {
  let [apart, size] = [0, 0]
  for (const [at, expected] of b.data.entries()) {
    if (!Number.isFinite(expected) && Object.is(a.data[at], expected)) continue
    apart += (a.data[at]! - expected) ** 2
    size += expected ** 2
  }
  return Math.sqrt(apart / size)
}

/** Hook points of what stands beside the blocks, which are not looked for in a graph. */
const besideBlocks = /^(pooler|classifier|qa_outputs|discriminator|nsp_head)/

describe('what is found in an ONNX file by its structure alone', () => {
  it.each(files)('%s', async (path, fixture) => {
    const ids = { numbers: reference(fixture.model)[0]!.tokenIds.flat(), shape: null }
    const { file, before, shapes, model, replaced } = await found(
      path,
      ownText.test(path) ? new Map([['input_ids', ids]]) : undefined,
    )
    expect(model.stacks.map(({ layers, heads }) => ({ layers, heads }))).toEqual(
      Object.values(fixture.sizes).map(({ layers, heads }) => ({ layers, heads })),
    )
    expect(Object.fromEntries(model.inputs.map(({ name, role }) => [name, role]))).toEqual(
      Object.fromEntries(Object.entries(fixture.inputs).map(([name, { role }]) => [name, roles[role] ?? role])),
    )
    const names = tapsOf(model.taps!).map(({ name }) => name)
    expect(model.hooks.map(({ name }) => name)).toEqual(expect.arrayContaining(names))
    const typed = model.inputs.some(({ role }) => role === 'types')
    const hasIds = model.inputs.some(({ role }) => role === 'ids')
    const fits = ({ tokenIds, tokenTypeIds }: ReferenceCase) =>
      !hasIds ||
      ((typed || !tokenTypeIds?.flat().some((type) => type !== 0)) &&
        ((fixture.shapes === 'dynamic' && !/-single/.test(path)) ||
          (/-single/.test(path) && tokenIds.length === 1) ||
          (tokenIds.length === shapes.batch[0] && tokenIds[0]!.length === shapes.length[0])))
    const cases = reference(fixture.model).filter(fits)
    expect(cases.length).toBeGreaterThan(0)
    for (const one of cases) {
      const { texts, given, expected } = onnxCase(
        one,
        fixture.model,
        Object.keys(fixture.sizes),
        Object.keys(fixture.inputs),
        fixture.outputs,
      )
      const plain = await runTapped(before, { ...model, hooks: [], beside: [] }, texts, given)
      const tapped = await runTapped(file, model, texts, given)
      expect(tapped.exact || /f16|fp16/.test(path)).toBe(true)
      for (const [name, output] of plain.tensors) {
        const most = tapped.exact && !replaced ? 0 : fixture.tolerance
        expect(largestDifference(tapped.tensors.get(name)!, output), name).toBeLessThanOrEqual(most)
      }
      for (const [hook, numbers] of expected) {
        if (besideBlocks.test(hook)) continue
        if (rounds(fixture)) {
          expect(relativeDistance(tapped.tensors.get(hook)!, numbers), `${one.name}/${hook}`).toBeLessThan(roundedBound)
          continue
        }
        expect(largestDifference(tapped.tensors.get(hook)!, numbers), `${one.name}/${hook}`).toBeLessThan(
          fixture.tolerance,
        )
      }
    }
  })
})

describe('a graph that is no transformer', () => {
  it.each(others)('%s is said to be none', async (path) => {
    const { model } = await found(path)
    expect(model).toMatchObject({ stacks: [], taps: null, hooks: [] })
  })
})
