import { readdirSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import { Fault } from '../../shared/fault'
import { withoutEffect } from './config-keys'
import { readArchitecture } from './read-architecture'
import { families } from './registry'
import { rotaryParameterKeys } from './rotary-config'
import { checkpointOf, fixture } from './testing/checkpoints'

const models = readdirSync('fixtures/models')
const isRecord = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value)

/** Keys of the rotary settings, which Gemma 3 has once for each kind of layer. */
function rotaryKeysOf(value: unknown): string[] {
  if (!isRecord(value)) return []
  return Object.entries(value).flatMap(([key, inner]) => (isRecord(inner) ? rotaryKeysOf(inner) : [key]))
}

describe('every key that transformers writes into a config', () => {
  it.each(models)('of %s is read, or listed as without effect', (name) => {
    const { config } = fixture(name)
    const family = families.find(({ modelType }) => modelType === config.model_type)!
    const known = new Set([...Object.keys(family.config.shape), ...(family.ignored ?? []), ...withoutEffect])
    expect(Object.keys(config).filter((key) => !known.has(key))).toEqual([])
    const settings = [config.rope_parameters, config.rope_scaling].flatMap(rotaryKeysOf)
    expect(settings.filter((key) => !rotaryParameterKeys.includes(key))).toEqual([])
  })

  it('is listed once: a key that is read is not also said to have no effect', () => {
    // The padding's id decides where RoBERTa's positions begin, and nothing elsewhere.
    const without = withoutEffect.filter((key) => key !== 'pad_token_id')
    for (const { modelType, config, ignored = [] } of families) {
      const both = Object.keys(config.shape).filter((key) => [...ignored, ...without].includes(key))
      expect(both, modelType).toEqual([])
    }
  })

  it('is there for every family that opens, in a model that agrees with PyTorch', () => {
    const tested = new Set(models.map((name) => fixture(name).config.model_type))
    expect(families.map(({ modelType }) => modelType).filter((type) => !tested.has(type))).toEqual([])
  })
})

describe('a value that is not computed', () => {
  it.each([
    ['bloom-tiny', 'apply_residual_connection_post_layernorm', true],
    ['bert-tiny', 'position_embedding_type', 'relative_key'],
    ['bert-tiny', 'is_decoder', true],
    ['gpt2-tiny', 'add_cross_attention', true],
    ['gemma3-tiny', 'use_bidirectional_attention', true],
    ['opt-tiny', 'layer_norm_elementwise_affine', false],
    ['gpt-oss-tiny', 'hidden_act', 'gelu'],
    ['falcon-tiny', 'num_ln_in_parallel_attn', 3],
    ['roberta-tiny', 'is_decoder', true],
    ['mpnet-tiny', 'relative_attention_num_buckets', 64],
    ['cohere-tiny', 'use_qk_norm', true],
    ['nomic-bert-tiny-old', 'prenorm', true],
    ['nomic-bert-tiny-old', 'rotary_scaling_factor', 2],
  ])('in %s is refused with file, key, value and remedy: %s = %s', (name, key, value) => {
    const { tensors, config } = fixture(name)
    const read = () => readArchitecture(checkpointOf(tensors, { ...config, [key]: value }))
    expect(read).toThrow(Fault)
    try {
      read()
    } catch (error) {
      const { data } = error as Fault
      expect(data).toMatchObject({ kind: 'input', file: '/models/tiny/config.json', place: key })
      expect(data.message).toContain(`${key} = ${JSON.stringify(value)}`)
      expect(data.remedy).toContain(`${key} = `)
    }
  })

  it('is named with its place where it stands in a list', () => {
    const { tensors, config } = fixture('gemma2-tiny')
    const changed = { ...config, layer_types: ['full_attention', 'chunked_attention'] }
    expect(() => readArchitecture(checkpointOf(tensors, changed))).toThrow(/layer_types\.1 = "chunked_attention"/)
  })
})
