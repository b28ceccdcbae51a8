import { readFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import { tapsOf } from '../../shared/taps'
import { openOnnx } from '../checkpoint'
import { findModel, graphOf, recogniseInputs } from '../structure'
import { seeThrough } from './probe-shapes'
import { runTapped } from './run-tapped'
import { batchOf, largestDifference, type ReferenceCase, readReference } from './testing/reference'

/** One file of fixtures/onnx, made by fixtures/make_onnx.py and its like. */
interface Fixture {
  /** The reference that its numbers are to agree with. */
  readonly model: string
  readonly shapes: 'dynamic' | 'fixed'
  readonly fused: Readonly<Record<string, number>>
  readonly tolerance: number
  readonly inputs: Readonly<Record<string, { readonly role: string }>>
}

const manifest = JSON.parse(readFileSync('fixtures/onnx/manifest.json', 'utf8')) as Record<string, Fixture>
const isFused = ({ fused }: Fixture) => Object.keys(fused).some((name) => /com\.microsoft/.test(name))
/** What is not found rightly yet, or has no reference of this form. */
const notYet = [
  // One half of a model, whose reference is of both; a graph within a graph; keys of an earlier run.
  /optimum-(encoder|decoder)/,
  // Experts that are told apart with TopK and Scatter, and scores for no token.
  /^(mixtral|gpt-oss)-tiny/,
  // Dropout that comes alive once an output is added.
  /-training/,
  // Images and sound.
  /^(vit|wav2vec2|whisper-encoder)-tiny/,
]
const transformers = Object.entries(manifest).filter(([path]) => !path.startsWith('others/'))
const files = transformers.filter(([path, fixture]) => !isFused(fixture) && !notYet.some((names) => names.test(path)))
const others = Object.keys(manifest).filter((path) => path.startsWith('others/'))

async function found(path: string) {
  const file = await openOnnx(`fixtures/onnx/${path}`)
  const plain = graphOf(file)
  const inputs = recogniseInputs(plain)
  const { graph, shapes } = await seeThrough(file, plain, inputs)
  return { file, shapes, model: findModel(graph, inputs, shapes) }
}

/** Layers and heads as the config says; of an encoder–decoder's two stacks, the encoder's first. */
function declared(model: string): { layers: number; heads: number }[] {
  const name = model.replace(/-q4.*$/, '')
  const config = JSON.parse(readFileSync(`fixtures/models/${name}/config.json`, 'utf8')) as Record<string, number>
  const first = (...keys: string[]) => keys.map((key) => config[key]).find((value) => value !== undefined)!
  const heads = first('num_attention_heads', 'n_head', 'num_heads', 'n_heads', 'encoder_attention_heads')
  const layers = first('num_hidden_layers', 'n_layer', 'num_layers', 'n_layers', 'encoder_layers')
  if (!config.is_encoder_decoder) return [{ layers, heads }]
  const decoderLayers = first('decoder_layers', 'num_decoder_layers', 'num_layers')
  return [
    { layers: first('encoder_layers', 'num_layers'), heads: first('encoder_attention_heads', 'num_heads') },
    { layers: decoderLayers, heads: first('decoder_attention_heads', 'num_heads') },
  ]
}

/** What the fixtures call an input, where the finder has another word. */
const roles: Readonly<Record<string, string>> = { 'decoder ids': 'ids' }

const reference = (model: string) => readReference(/-q4/.test(model) ? `../onnx/reference/${model}` : model)

/** Hook points of what stands beside the blocks, which are not looked for in a graph. */
const besideBlocks = /^(pooler|classifier|qa_outputs|discriminator|nsp_head)/

describe('what is found in an ONNX file by its structure alone', () => {
  it.each(files)('%s', async (path, fixture) => {
    const { file, shapes, model } = await found(path)
    expect(model.stacks.map(({ layers, heads }) => ({ layers, heads }))).toEqual(declared(fixture.model))
    expect(Object.fromEntries(model.inputs.map(({ name, role }) => [name, role]))).toEqual(
      Object.fromEntries(Object.entries(fixture.inputs).map(([name, { role }]) => [name, roles[role] ?? role])),
    )
    const names = tapsOf(model.taps!).map(({ name }) => name)
    expect(model.hooks.map(({ name }) => name)).toEqual(
      expect.arrayContaining(names.filter((name) => !name.endsWith('hook_scale'))),
    )
    const typed = model.inputs.some(({ role }) => role === 'types')
    const fits = ({ tokenIds, tokenTypeIds }: ReferenceCase) =>
      (typed || !tokenTypeIds?.flat().some((type) => type !== 0)) &&
      ((fixture.shapes === 'dynamic' && !/-single/.test(path)) ||
        (/-single/.test(path) && tokenIds.length === 1) ||
        (tokenIds.length === shapes.batch[0] && tokenIds[0]!.length === shapes.length[0]))
    const cases = reference(fixture.model).filter(fits)
    expect(cases.length).toBeGreaterThan(0)
    for (const one of cases) {
      const plain = await runTapped(file, { ...model, hooks: [], beside: [] }, batchOf(one))
      const tapped = await runTapped(file, model, batchOf(one))
      expect(tapped.exact || /f16|fp16/.test(path)).toBe(true)
      for (const [name, output] of plain.tensors) {
        const most = tapped.exact ? 0 : fixture.tolerance
        expect(largestDifference(tapped.tensors.get(name)!, output), name).toBeLessThanOrEqual(most)
      }
      for (const [hook, expected] of one.tensors) {
        if (hook.endsWith('hook_scale') || besideBlocks.test(hook)) continue
        expect(largestDifference(tapped.tensors.get(hook)!, expected), `${one.name}/${hook}`).toBeLessThan(
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
