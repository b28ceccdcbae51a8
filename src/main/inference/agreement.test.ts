import { readdirSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import { residualStations, stackNames, stationHooks, type TapModel, type TapStack, tapsOf } from '../../shared/taps'
import { poolerHook, taskHeadHooks } from '../../shared/task-head'
import { openCheckpoint } from '../checkpoint'
import { readArchitecture, tapModelOf } from '../families'
import { openRunner } from './runner'
import { batchOf, largestDifference, readReference } from './testing/reference'

/** What every reference holds: the residual streams, the patterns, what the parts write, the logits, and what heads give. */
function least(model: TapModel): string[] {
  const ofStack = (stack: TapStack) => [
    ...stationHooks(residualStations(stack)),
    ...stack.blocks.flatMap(({ cross }, layer) =>
      [
        ...['attn.hook_pattern', 'attn.hook_z', 'hook_attn_out', 'hook_mlp_out'],
        ...(cross ? ['cross_attn.hook_pattern', 'cross_attn.hook_z', 'hook_cross_attn_out'] : []),
      ].map((name) => `${stackNames(stack.at).block(layer)}.${name}`),
    ),
  ]
  return [
    ...(model.encoder ? ofStack(model.encoder) : []),
    ...ofStack(model),
    ...(model.unembeds ? ['logits'] : []),
    ...(model.pooler ? [poolerHook] : []),
    ...(model.taskHead ? [taskHeadHooks(model.taskHead.at).out] : []),
  ]
}

/** Absolute, for every hook point, on the CPU in F32. The largest seen is 1.2e-5, in logits. */
const tolerance = 2e-4

const models = readdirSync('fixtures/models')

async function opened(model: string) {
  const checkpoint = await openCheckpoint(`fixtures/models/${model}`)
  const architecture = readArchitecture(checkpoint)
  return { architecture, runner: await openRunner(checkpoint, architecture, 'cpu') }
}

describe('every hook point agrees with PyTorch', () => {
  it('for as many models as there are references', () => {
    const references = readdirSync('fixtures/reference').filter((name) => name.endsWith('.safetensors'))
    // Of real models, and of those that are GGUF files alone.
    const ggufAlone = ['llama-tiny-quantised', 'llama-tiny-q4_0', 'llama-tiny-q4_1', 'llama-tiny-q4_k']
    const others = ['minilm', 'smollm2', 'vocabulary-map', ...ggufAlone]
    const named = references.map((name) => name.replace('.safetensors', '')).filter((name) => !others.includes(name))
    expect(named.sort()).toEqual(models.toSorted())
  })

  it.each(models)('in %s', async (name) => {
    const { architecture, runner } = await opened(name)
    const model = tapModelOf(architecture)
    const taps = tapsOf(model).map(({ name }) => name)
    for (const reference of readReference(name)) {
      const { name: prompt, tensors } = reference
      const got = await runner.run(batchOf(reference), taps)
      expect([...got.keys()]).toEqual(expect.arrayContaining([...tensors.keys()]))
      expect([...tensors.keys()]).toEqual(expect.arrayContaining(least(model)))
      for (const [hook, expected] of tensors) {
        expect(largestDifference(got.get(hook)!, expected), `${prompt}/${hook}`).toBeLessThan(tolerance)
      }
    }
    await runner.release()
  })

  it.each(['gpt2-tiny', 'llama-tiny-llama3', 'bert-tiny-mlm'])(
    'in %s also once its weights are packed',
    async (model) => {
      const { runner } = await opened(model)
      const [first] = readReference(model)
      const cold = await runner.run({ tokenIds: first!.tokenIds }, ['logits'])
      expect(await runner.warm()).toBe(true)
      expect(await runner.warm()).toBe(false)
      const warm = await runner.run({ tokenIds: first!.tokenIds }, ['logits'])
      expect(largestDifference(warm.get('logits')!, cold.get('logits')!)).toBeLessThan(tolerance)
      await runner.release()
    },
  )
})

describe('a run', () => {
  it('computes the same for a hook point alone as among all', async () => {
    const { runner } = await opened('llama-tiny')
    const [, batch] = readReference('llama-tiny')
    const hook = 'blocks.0.attn.hook_pattern'
    const alone = await runner.run({ tokenIds: batch!.tokenIds }, [hook])
    expect(largestDifference(alone.get(hook)!, batch!.tensors.get(hook)!)).toBeLessThan(tolerance)
    await runner.release()
  })

  it('gives each hook point memory of its own', async () => {
    const { runner } = await opened('gpt2-tiny')
    const one = await runner.run({ tokenIds: [[1, 2, 3]] }, ['hook_embed', 'blocks.0.hook_resid_pre'])
    const before = [...one.get('hook_embed')!.data]
    await runner.run({ tokenIds: [[7, 8, 9]] }, ['hook_embed', 'blocks.0.hook_resid_pre'])
    expect([...one.get('hook_embed')!.data]).toEqual(before)
    await runner.release()
  })
})
