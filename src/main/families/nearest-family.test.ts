import { describe, expect, it } from 'vitest'
import { Fault } from '../../shared/fault'
import { readArchitecture } from './read-architecture'
import { checkpointOf, fixture } from './testing/checkpoints'

function faultOf(checkpoint: ReturnType<typeof checkpointOf>) {
  try {
    readArchitecture(checkpoint)
  } catch (error) {
    if (error instanceof Fault) return error.data
    throw error
  }
  throw new Error('It was read.')
}

/** A fixture under another `model_type`, with some tensors of its layers renamed. */
function as(name: string, modelType: string, rename: (tensor: string) => string = (tensor) => tensor) {
  const { tensors, config } = fixture(name)
  const renamed = [...tensors].map(([key, tensor]) => [rename(key), { ...tensor, name: rename(key) }] as const)
  return checkpointOf(new Map(renamed), { ...config, model_type: modelType })
}

describe('a family that is not known', () => {
  it('is told with the nearest that is, and that the weights have the same names', () => {
    const { message, place, remedy } = faultOf(as('qwen3-tiny', 'exaone9'))
    expect(message).toContain('“exaone9”')
    expect(place).toBe('model_type')
    expect(remedy).toMatch(/^The nearest that opens is Qwen3 \(qwen3\), and its weights have the same names\./)
  })

  it('is told what its layers have that the nearest does not know, and what they lack', () => {
    const { remedy } = faultOf(as('llama-tiny', 'nova', (name) => name.replace('up_proj', 'lift_proj')))
    expect(remedy).toMatch(/nearest that opens is (Llama|Mistral) \(/)
    expect(remedy).toContain('its layers also have mlp.lift_proj.weight, and it lacks mlp.up_proj.weight.')
  })

  it('is told which families open where its weights are like none', () => {
    const { remedy } = faultOf(as('gpt2-tiny', 'mamba', (name) => `backbone.${name}`))
    expect(remedy).toMatch(/^Families that open: albert, .*gpt2.*xlm-roberta\.$/)
  })
})

describe('quantised weights', () => {
  it.each([
    ['mxfp4', /MXFP4/, /Mxfp4Config\(dequantize=True\)/],
    ['bitsandbytes', /bitsandbytes/, /F32, F16 or BF16/],
    ['fp8', /FP8/, /F32, F16 or BF16/],
    ['gptq', /GPTQ/, /F32, F16 or BF16/],
    ['awq', /AWQ/, /F32, F16 or BF16/],
    ['quanto', /quanto/, /F32, F16 or BF16/],
  ])('by %s are refused with what they are', (method, message, remedy) => {
    const { tensors, config } = fixture('gpt-oss-tiny')
    const data = faultOf(checkpointOf(tensors, { ...config, quantization_config: { quant_method: method } }))
    expect(data).toMatchObject({ kind: 'input', place: 'quantization_config', file: '/models/tiny/config.json' })
    expect(data.message).toMatch(message)
    expect(data.remedy).toMatch(remedy)
  })
})
