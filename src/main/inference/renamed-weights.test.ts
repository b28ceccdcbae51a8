import { describe, expect, it, onTestFinished } from 'vitest'
import { type Checkpoint, openCheckpoint } from '../checkpoint'
import { families, readArchitecture } from '../families'
import { openRunner } from './runner'
import { largestDifference, readReference } from './testing/reference'

/** A fixture's files with its tensors under other names and another config around its own. */
async function renamed(
  name: string,
  rename: (tensor: string) => string,
  config: (own: Checkpoint['config']) => Checkpoint['config'],
): Promise<Checkpoint> {
  const checkpoint = await openCheckpoint(`fixtures/models/${name}`)
  const tensors = [...checkpoint.tensors.values()].map((tensor) => ({ ...tensor, name: rename(tensor.name) }))
  return {
    ...checkpoint,
    tensors: new Map(tensors.map((tensor) => [tensor.name, tensor])),
    config: config(checkpoint.config),
  }
}

async function lastStream(checkpoint: Checkpoint, name: string): Promise<number> {
  const architecture = readArchitecture(checkpoint)
  const runner = await openRunner(checkpoint, architecture, 'cpu')
  onTestFinished(() => runner.release())
  const [first] = readReference(name)
  const hook = `blocks.${architecture.sizes.layers - 1}.hook_resid_post`
  const got = await runner.run({ tokenIds: first!.tokenIds }, [hook])
  return largestDifference(got.get(hook)!, first!.tensors.get(hook)!)
}

const tiny: Readonly<Record<string, string>> = { gemma3_text: 'gemma3-tiny', qwen3_moe: 'qwen3-moe-tiny' }
const decoders = families.filter(({ kind }) => kind === 'decoder')
const nameOf = (modelType: string) => tiny[modelType] ?? `${modelType.replaceAll('_', '-')}-tiny`

describe('the same weights under other names give the same numbers', () => {
  it.each(decoders.map(({ modelType }) => modelType))('without the prefix that a bare %s model lacks', async (type) => {
    const { prefixes } = families.find(({ modelType }) => modelType === type)!
    const name = nameOf(type)
    const bare = await renamed(
      name,
      (tensor) => tensor.replace(new RegExp(`^${prefixes[0]!.replaceAll('.', '\\.')}`), ''),
      (own) => ({ ...own, architectures: ['BareModel'] }),
    )
    expect(await lastStream(bare, name)).toBeLessThan(2e-4)
  })

  it.each([
    ['language_model.model.', 'language_model.lm_head.weight'],
    ['model.language_model.', 'lm_head.weight'],
  ])('under %s within a model that also sees', async (prefix, head) => {
    for (const [name, whole] of [
      ['gemma3-tiny', 'gemma3'],
      ['mistral-tiny', 'mistral3'],
    ] as const) {
      const checkpoint = await renamed(
        name,
        (tensor) => (tensor === 'lm_head.weight' ? head : tensor.replace(/^model\./, prefix)),
        (own) => ({
          model_type: whole,
          architectures: ['ForConditionalGeneration'],
          text_config: own,
          vision_config: {},
        }),
      )
      expect(readArchitecture(checkpoint).unembed).not.toBeNull()
      expect(await lastStream(checkpoint, name)).toBeLessThan(2e-4)
    }
  })
})
