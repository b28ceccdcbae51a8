import { readdir } from 'node:fs/promises'
import { join } from 'node:path'
import { describe, expect, it, onTestFinished } from 'vitest'
import { answerOf, startEngine, temporaryFolder } from './testing/engine-client'

const path = join(process.cwd(), 'fixtures/gguf/llama-tiny-quantised.gguf')
const plain = join(process.cwd(), 'fixtures/gguf/llama-tiny.gguf')
const request = { path, prompt: { ids: [3, 4, 5, 6] }, device: 'cpu' as const }

async function started() {
  const folder = await temporaryFolder()
  const { engine, client } = await startEngine(folder)
  onTestFinished(() => engine.close())
  return { folder, client }
}

describe('a quantised model', () => {
  it('has its weights made ready before its first run, and not before', async () => {
    const { folder, client } = await started()
    const info = await client.model.inspect({ path })
    expect(info).toMatchObject({ format: 'gguf', family: 'llama', dtype: expect.stringMatching(/Q5_K/) })
    expect((await client.store.info()).weightBytes).toBe(0)
    const first = await answerOf(client.run(request))
    expect(first.stages).toContain('preparing')
    const stored = await client.store.info()
    expect(stored.weightBytes).toBeGreaterThan(2e6)
    expect(stored.bytes).toBeGreaterThan(stored.weightBytes)
    expect(await readdir(join(folder, 'weights'))).toEqual([`${info.fingerprint}-4bit.safetensors`])
    const second = await answerOf(client.run({ ...request, prompt: { ids: [7, 8] } }))
    expect(second.stages).not.toContain('preparing')
  })

  it('takes no room where it is plain', async () => {
    const { client } = await started()
    const { stages } = await answerOf(client.run({ ...request, path: plain }))
    expect(stages).not.toContain('preparing')
    expect((await client.store.info()).weightBytes).toBe(0)
  })

  it('runs again after the store was cleared, as it does at first', async () => {
    const { client } = await started()
    await answerOf(client.run(request))
    expect(await client.store.clear()).toMatchObject({ weightBytes: 0, entries: 0 })
    const { stages, answer } = await answerOf(client.run(request))
    expect(stages).toContain('preparing')
    expect(answer.fromStore).toBe(false)
  })

  it('that the limit cannot hold is refused with the sizes, and opens once the limit is raised', async () => {
    const { client } = await started()
    await client.store.setLimit({ bytes: 2e6 })
    await expect(answerOf(client.run(request))).rejects.toMatchObject({
      data: {
        kind: 'environment',
        file: path,
        message: expect.stringMatching(/take 2\.53 MB, and the store may have 2 MB/),
      },
    })
    await client.store.setLimit({ bytes: 1e9 })
    expect((await answerOf(client.run(request))).answer.tokens.length).toBe(4)
  })

  it('makes activations give way where both together are over the limit', async () => {
    const { client } = await started()
    const ids = Array.from({ length: 40 }, (_, index) => 3 + index)
    for (const first of [3, 4, 5])
      await answerOf(client.run({ ...request, path: plain, prompt: { ids: [first, ...ids] } }))
    const before = await client.store.info()
    expect(before.entries).toBe(3)
    await client.store.setLimit({ bytes: 4e6 })
    await answerOf(client.run(request))
    const { bytes, limitBytes, weightBytes } = await client.store.info()
    expect(weightBytes).toBeGreaterThan(2e6)
    expect(bytes).toBeLessThanOrEqual(limitBytes)
  })
})
