import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { largestDifference, readFloats, readReference } from '../../src/main/inference/testing/reference'
import { swiftShader } from '../swiftshader'
import { runCli } from './run-cli'

/** Absolute, for every hook point, on a software GPU. The largest seen is 1.1e-5, in logits. */
const tolerance = 2e-3

const gpu = swiftShader()
let folder: string
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'tokentrace-webgpu-'))
})
afterAll(() => rm(folder, { recursive: true }))

// One of each family, in each dtype; a device without shader-f16 must do for F16.
describe.skipIf(gpu === null)('through WebGPU', () => {
  it.each(['gpt2-tiny-f16', 'llama-tiny-bf16', 'llama-tiny-llama3', 'bert-tiny-mlm'])(
    'every hook point of %s agrees with PyTorch',
    { timeout: 120_000 },
    async (model) => {
      const [first] = readReference(model)
      const out = join(folder, `${model}.safetensors`)
      const ids = first!.tokenIds[0]!.join(',')
      const args = ['--data', folder, 'activations', `fixtures/models/${model}`, '--token-ids', ids]
      const { code, stdout, stderr } = await runCli([...args, '--taps', '**', '--out', out, '--device', 'webgpu'], gpu!)
      expect(stderr).toBe('')
      expect(code).toBe(0)
      expect(stdout).toMatch(/WebGPU/i)
      const got = readFloats(out)
      expect([...got.keys()].sort()).toEqual([...first!.tensors.keys()].sort())
      for (const [hook, expected] of first!.tensors) {
        expect(largestDifference(got.get(hook)!, expected), hook).toBeLessThan(tolerance)
      }
    },
  )

  it('a trace gives the same words as on the CPU', { timeout: 120_000 }, async () => {
    const args = ['--data', folder, 'trace', 'fixtures/models/gpt2-tiny', '--token-ids', '261,288,289', '--token', '@2']
    const [onGpu, onCpu] = await Promise.all([
      runCli([...args, '--device', 'webgpu', '--out', join(folder, 'gpu.json')], gpu!),
      runCli([...args, '--device', 'cpu', '--out', join(folder, 'cpu.json')]),
    ])
    expect([onGpu.code, onCpu.code]).toEqual([0, 0])
    const table = (text: string) => text.split('\n').filter((line) => /attention|MLP|embed/.test(line))
    expect(table(onGpu.stdout).length).toBeGreaterThan(5)
    expect(table(onGpu.stdout)).toEqual(table(onCpu.stdout))
  })
})
