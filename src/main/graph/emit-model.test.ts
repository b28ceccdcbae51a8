import { readdirSync } from 'node:fs'
import { fromBinary } from '@bufbuild/protobuf'
import { describe, expect, it } from 'vitest'
import { tapsOf } from '../../shared/taps'
import { openCheckpoint } from '../checkpoint'
import { readArchitecture, tapModelOf } from '../families'
import { ModelProtoSchema } from '../onnx-format'
import { weightFiles } from '../weights'
import type { EmittedGraph } from './builder'
import { emitModel } from './emit-model'

async function opened(name: string) {
  const checkpoint = await openCheckpoint(`fixtures/models/${name}`)
  return { architecture: readArchitecture(checkpoint), files: await weightFiles(checkpoint), checkpoint }
}

const graphOf = ({ model }: EmittedGraph) => fromBinary(ModelProtoSchema, model).graph!

describe('an emitted graph', () => {
  it('holds no weights, only where they lie', async () => {
    const { architecture, files, checkpoint } = await opened('gpt2-tiny')
    const emitted = emitModel(architecture, ['logits'], files)
    const table = graphOf(emitted).initializer.find(({ name }) => name === 'transformer.wte.weight')!
    const stored = checkpoint.tensors.get('transformer.wte.weight')!
    expect(Object.fromEntries(table.externalData.map(({ key, value }) => [key, value]))).toEqual({
      location: 'model.safetensors',
      offset: String(stored.offset),
      length: String(stored.length),
    })
    expect(emitted.model.length).toBeLessThan(20_000)
  })

  it('ends where the last hook point asked for is', async () => {
    const { architecture, files } = await opened('gpt2-tiny')
    const early = graphOf(emitModel(architecture, ['blocks.0.hook_resid_mid'], files))
    const names = early.initializer.map(({ name }) => name)
    expect(names).toContain('transformer.h.0.attn.c_attn.weight')
    expect(names.filter((name) => /h\.[12]\.|mlp|ln_2|ln_f/.test(name))).toEqual([])
  })

  it('leaves out what only an unasked hook point needs', async () => {
    const { architecture, files } = await opened('gpt2-tiny')
    const nodes = (taps: string[]) => graphOf(emitModel(architecture, taps, files)).node.length
    expect(nodes(['logits', 'blocks.0.ln1.hook_scale'])).toBeGreaterThan(nodes(['logits']))
  })

  it('reads only the inputs that it needs', async () => {
    const llama = await opened('llama-tiny')
    expect(emitModel(llama.architecture, ['hook_embed'], llama.files).inputs).toEqual(['input_ids'])
    expect(emitModel(llama.architecture, ['logits'], llama.files).inputs).toEqual([
      'input_ids',
      'rotary_cos',
      'rotary_sin',
    ])
    const bert = await opened('bert-tiny')
    expect(emitModel(bert.architecture, ['hook_full_embed'], bert.files).inputs).toEqual([
      'input_ids',
      'token_type_ids',
    ])
  })

  it('lets two hook points that are one value share an output', async () => {
    const { architecture, files } = await opened('gpt2-tiny')
    const { outputs } = emitModel(architecture, ['blocks.0.hook_resid_post', 'blocks.1.hook_resid_pre'], files)
    expect(new Set(outputs.values()).size).toBe(1)
  })

  it.each(readdirSync('fixtures/models'))('of %s has every hook point that the model is said to have', async (name) => {
    const { architecture, files } = await opened(name)
    const taps = tapsOf(tapModelOf(architecture)).map((tap) => tap.name)
    expect([...emitModel(architecture, taps, files).outputs.keys()]).toEqual(taps)
  })

  it('names sharded weights in their own files', async () => {
    const { architecture, files } = await opened('gpt2-tiny-sharded')
    const { initializer } = graphOf(emitModel(architecture, ['logits'], files))
    const locations = initializer.flatMap(({ externalData }) =>
      externalData.filter(({ key }) => key === 'location').map(({ value }) => value),
    )
    expect(new Set(locations).size).toBe(4)
  })

  it('refuses a hook point that it does not have', async () => {
    const { architecture, files } = await opened('gpt2-tiny')
    expect(() => emitModel(architecture, ['blocks.9.hook_resid_pre'], files)).toThrow('blocks.9')
  })
})
