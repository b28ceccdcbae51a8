import { describe, expect, it } from 'vitest'
import { Fault } from '../../shared/fault'
import { countParameters } from './count-parameters'
import { readArchitecture } from './read-architecture'
import { tapModelOf } from './tap-model'
import { checkpointOf, fixture } from './testing/checkpoints'

function faultOf(work: () => unknown) {
  try {
    work()
  } catch (error) {
    if (error instanceof Fault) return error.data
    throw error
  }
  throw new Error('It was read.')
}

describe('a checkpoint', () => {
  it('of GPT-2 is read as pre-norm with learned positions and one fused projection', () => {
    const architecture = readArchitecture(fixture('gpt2-tiny'))
    expect(architecture.sizes).toEqual({
      layers: 3,
      heads: 4,
      keyHeads: 4,
      dModel: 24,
      dHead: 6,
      dMlp: 96,
      vocabulary: 320,
      context: 40,
    })
    expect(architecture.blocks[0]!.attention.qkv.fused).toBe(true)
    expect(architecture.unembed).toMatchObject({ tied: true, transform: null, bias: null })
    expect(tapModelOf(architecture)).toMatchObject({ positions: true, finalNorm: true, unembeds: true })
  })

  it('of llama is read with grouped keys and rotary positions', () => {
    const architecture = readArchitecture(fixture('llama-tiny'))
    expect(architecture.sizes).toMatchObject({ heads: 6, keyHeads: 2, dHead: 8 })
    expect(architecture.blocks[1]!.attention.rotary).toMatchObject({ theta: 5000, dimensions: 8 })
    expect(architecture.blocks[1]!.mlp).toMatchObject({
      kind: 'gated',
      gating: { kind: 'plain', activation: 'silu' },
    })
    expect(architecture.unembed?.tied).toBe(false)
  })

  it('of bare BERT scores no vocabulary, and with its masked-word head does', () => {
    expect(readArchitecture(fixture('bert-tiny')).unembed).toBeNull()
    const head = readArchitecture(fixture('bert-tiny-mlm')).unembed
    expect(head?.transform?.activation).toBe('gelu_tanh')
    expect(head?.tied).toBe(true)
  })

  it('finds the same weights with and without a prefix, under old and new names', () => {
    const [old, fresh] = [readArchitecture(fixture('gpt2-tiny-prefixed')), readArchitecture(fixture('gpt2-tiny'))]
    expect(old.sizes).toEqual(fresh.sizes)
    expect(old.embed.table.name).toBe('wte.weight')
    expect(fresh.embed.table.name).toBe('transformer.wte.weight')
    expect(readArchitecture(fixture('bert-tiny-gamma')).blocks[0]!.attention.afterSum!.weight?.name).toMatch(/gamma$/)
  })

  it('saved without its head and with embeddings of its own has no unembedding', () => {
    const { tensors, config } = fixture('llama-tiny')
    const bare = new Map([...tensors].filter(([name]) => name !== 'lm_head.weight'))
    expect(readArchitecture(checkpointOf(bare, { ...config, architectures: ['LlamaModel'] })).unembed).toBeNull()
    expect(faultOf(() => readArchitecture(checkpointOf(bare, config))).place).toBe('tensor lm_head.weight')
  })

  it('takes a tied bias under either of its names', () => {
    const { tensors, config } = fixture('roberta-tiny')
    const bias = tensors.get('lm_head.bias')!
    const under = (...names: string[]) => {
      const others = [...tensors].filter(([name]) => name !== bias.name)
      const all = new Map([...others, ...names.map((name) => [name, { ...bias, name }] as const)])
      return readArchitecture(checkpointOf(all, config))
    }
    expect(under('lm_head.decoder.bias').unembed?.bias?.name).toBe('lm_head.decoder.bias')
    expect(under('lm_head.bias', 'lm_head.decoder.bias')).toMatchObject({
      unembed: { bias: { name: 'lm_head.bias' } },
      unused: [],
    })
  })

  it('of RoBERTa reads as many tokens as there are positions after the padding’s', () => {
    const { sizes, embed } = readArchitecture(fixture('roberta-tiny'))
    expect(sizes.context).toBe(38)
    expect(embed.positions).toMatchObject({ offset: 2, uncounted: 1 })
  })

  it('of ALBERT has as many blocks as steps through its layers, which share their weights by group', () => {
    const { blocks } = readArchitecture(fixture('albert-tiny-groups'))
    const names = blocks.map(({ mlp }) => (mlp.kind === 'plain' ? mlp.in.weight.name : ''))
    const layer = (of: string) => `albert.encoder.albert_layer_groups.${of}.ffn.weight`
    expect(names).toEqual(
      ['0.albert_layers.0', '0.albert_layers.1', '0.albert_layers.0', '0.albert_layers.1']
        .concat('1.albert_layers.0', '1.albert_layers.1')
        .map(layer),
    )
  })

  it('of ModernBERT has the same windows and bases under the keys of its published files', () => {
    const { tensors, config } = fixture('modernbert-tiny')
    const { rope_parameters: _, layer_types: __, ...rest } = config
    const old = { ...rest, global_rope_theta: 160_000, local_rope_theta: 10_000, global_attn_every_n_layers: 3 }
    const facts = (given: Readonly<Record<string, unknown>>) =>
      readArchitecture(checkpointOf(tensors, given)).blocks.map(({ attention: { window, rotary, before } }) => ({
        ...{ window, theta: rotary?.theta, norm: before !== null },
      }))
    expect(facts(config)).toEqual([
      { window: null, theta: 160_000, norm: false },
      { window: 3, theta: 10_000, norm: true },
      { window: 3, theta: 10_000, norm: true },
      { window: null, theta: 160_000, norm: true },
    ])
    expect(facts(old)).toEqual(facts(config))
    expect(facts({ ...old, local_rope_theta: null }).map(({ theta }) => theta)).toEqual(Array(4).fill(160_000))
  })

  it('counts parameters without masks and without counting tied embeddings twice', () => {
    const count = countParameters(fixture('gpt2-tiny'))
    expect(count).toBe(320 * 24 + 40 * 24 + 3 * (12 * 24 * 24 + 13 * 24) + 2 * 24)
    expect(countParameters(fixture('gpt2-tiny-prefixed'))).toBe(count)
  })
})

describe('a checkpoint that cannot be computed', () => {
  const { tensors, config } = fixture('llama-tiny')
  const without = (name: string) => new Map([...tensors].filter(([other]) => other !== name))
  const withTensor = (name: string, change: object) => {
    const known = tensors.get(name) ?? tensors.get('model.norm.weight')!
    return new Map([...tensors, [name, { ...known, name, ...change }]])
  }
  const gate = 'model.layers.1.mlp.gate_proj.weight'

  it.each([
    ['of an unknown family', tensors, { model_type: 'mamba' }, 'model_type', /“mamba”/],
    ['without a family', tensors, { model_type: undefined }, 'model_type', /does not say/],
    ['with an activation that nobody knows', tensors, { hidden_act: 'snake' }, 'hidden_act', /“snake”/],
    ['with a size of the wrong kind', tensors, { hidden_size: 'large' }, 'hidden_size', /makes no sense/],
    [
      'with heads that do not share keys evenly',
      tensors,
      { num_key_value_heads: 4 },
      undefined,
      /6 heads cannot share 4/,
    ],
    [
      'with a rotary scaling that nobody knows',
      tensors,
      { rope_parameters: { rope_type: 'spiral' } },
      'rope_scaling',
      /spiral/,
    ],
    ['without one of its weights', without(gate), {}, `tensor ${gate}`, /lacks a weight/],
    [
      'with a weight of another shape',
      withTensor(gate, { shape: [46, 31] }),
      {},
      `tensor ${gate}`,
      /\[46, 31\].*\[46, 30\]/,
    ],
    ['with FP8 weights', withTensor(gate, { dtype: 'F8_E4M3' }), {}, `tensor ${gate}`, /FP8/],
    ['with weights quantised to bytes', withTensor(gate, { dtype: 'U8' }), {}, `tensor ${gate}`, /bitsandbytes/],
    [
      'with a bias that its config knows nothing of',
      withTensor('model.layers.0.self_attn.q_proj.bias', { shape: [48] }),
      {},
      'tensor model.layers.0.self_attn.q_proj.bias',
      /bias/,
    ],
    [
      'with a weight in its layers that the family does not use',
      withTensor('model.layers.0.self_attn.q_norm.weight', { shape: [8] }),
      {},
      'tensor model.layers.0.self_attn.q_norm.weight',
      /does not compute with/,
    ],
  ])('%s is refused', (_, given, change, place, message) => {
    const data = faultOf(() => readArchitecture(checkpointOf(given, { ...config, ...change })))
    expect(data).toMatchObject({ kind: 'input', file: expect.any(String), remedy: expect.any(String) })
    expect(data.place).toBe(place)
    expect(data.message).toMatch(message)
  })
})

describe('the rotary positions of Phi-3', () => {
  it('are LongRoPE’s where its first configs say “su” or “yarn”', () => {
    const { tensors, config } = fixture('phi3-tiny')
    const { rope_parameters, ...rest } = config
    const { short_factor, long_factor } = rope_parameters as Record<string, unknown>
    const [expected] = readArchitecture(checkpointOf(tensors, config)).rotaries
    for (const type of ['su', 'yarn']) {
      const old = { ...rest, rope_theta: 10_000, rope_scaling: { type, short_factor, long_factor } }
      expect(readArchitecture(checkpointOf(tensors, old)).rotaries, type).toEqual([expected])
    }
  })
})
