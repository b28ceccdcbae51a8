import { readdirSync, readFileSync } from 'node:fs'
import { openCheckpoint } from '../../src/main/checkpoint'
import { readArchitecture } from '../../src/main/families'
import { openRunner } from '../../src/main/inference'
import { batchOf, largestDifference, readReference } from '../../src/main/inference/testing/reference'

/** What the tiny models of one family show: how many there are, and how far the farthest hook point is from PyTorch. */
export interface FamilyAgreement {
  readonly models: number
  readonly hookPoints: number
  /** Absolute, on the CPU in F32. */
  readonly largest: number
}

/** Runs every tiny model on its reference's prompts; by `model_type`. */
export async function agreementByFamily(): Promise<Map<string, FamilyAgreement>> {
  const found = new Map<string, FamilyAgreement>()
  for (const name of readdirSync('fixtures/models')) {
    const type: string = JSON.parse(readFileSync(`fixtures/models/${name}/config.json`, 'utf8')).model_type
    const before = found.get(type) ?? { models: 0, hookPoints: 0, largest: 0 }
    const own = await agreementOf(name)
    found.set(type, {
      models: before.models + 1,
      hookPoints: Math.max(before.hookPoints, own.hookPoints),
      largest: Math.max(before.largest, own.largest),
    })
  }
  return found
}

async function agreementOf(name: string): Promise<{ hookPoints: number; largest: number }> {
  const checkpoint = await openCheckpoint(`fixtures/models/${name}`)
  const runner = await openRunner(checkpoint, readArchitecture(checkpoint), 'cpu')
  const hooks = new Set<string>()
  let largest = 0
  for (const reference of readReference(name)) {
    const { tensors } = reference
    const got = await runner.run(batchOf(reference), [...tensors.keys()])
    for (const [hook, expected] of tensors) {
      hooks.add(hook.replace(/\d+/, '{l}'))
      largest = Math.max(largest, largestDifference(got.get(hook)!, expected))
    }
  }
  await runner.release()
  return { hookPoints: hooks.size, largest }
}
