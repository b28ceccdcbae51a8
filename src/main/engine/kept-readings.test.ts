import { readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { InferenceSession } from 'onnxruntime-node'
import { afterEach, describe, expect, it, vi } from 'vitest'
import { openOnnx } from '../checkpoint'
import { readGraph } from '../inference'
import { keptReadings } from './kept-readings'
import { temporaryFolder } from './testing/engine-client'

afterEach(() => {
  vi.restoreAllMocks()
})

describe.each([
  'gpt2-tiny/ts-eager-14.onnx',
  'gpt2-tiny/ort-fused.onnx',
  'vit-tiny/dynamo-sdpa-18.onnx',
  't5-tiny/ts-eager-14.onnx',
])('what runs of %s told', (name) => {
  it('is read again without a run, and gives the same', async () => {
    const folder = await temporaryFolder()
    const file = await openOnnx(resolve('fixtures/onnx', name))
    const first = await readGraph(file)
    await keptReadings(() => folder).put(file.fingerprint, first.told)
    const known = await keptReadings(() => folder).get(file.fingerprint)
    const opened = vi.spyOn(InferenceSession, 'create')
    const again = await readGraph(file, { known })
    expect(opened).not.toHaveBeenCalled()
    expect(again.causal).toBe(first.causal)
    expect(again.model.hooks).toEqual(first.model.hooks)
    expect(again.model.missing).toEqual(first.model.missing)
    expect(again.model.inputs).toEqual(first.model.inputs)
    expect([...again.norms]).toEqual([...first.norms])
    expect(again.shapes).toEqual(first.shapes)
  })
})

it('what another version kept, or what is broken, counts as nothing', async () => {
  const folder = await temporaryFolder()
  const file = await openOnnx(resolve('fixtures/onnx/gpt2-tiny/ts-eager-14.onnx'))
  const readings = keptReadings(() => folder)
  expect(await readings.get(file.fingerprint)).toBeNull()
  await readings.put(file.fingerprint, (await readGraph(file)).told)
  const [name] = readdirSync(folder)
  const path = join(folder, name!)
  const kept = readFileSync(path, 'utf8')
  expect(await readings.get(file.fingerprint)).not.toBeNull()
  for (const changed of [kept.slice(0, 2000), kept.replace('"version":1', '"version":0'), '{}', '']) {
    writeFileSync(path, changed)
    expect(await readings.get(file.fingerprint)).toBeNull()
  }
})

it('a folder that cannot be written is no reason to fail', async () => {
  const file = await openOnnx(resolve('fixtures/onnx/gpt2-tiny/ts-eager-14.onnx'))
  const { told } = await readGraph(file)
  const noFolder = join(await temporaryFolder(), 'file')
  writeFileSync(noFolder, '')
  await expect(keptReadings(() => noFolder).put(file.fingerprint, told)).resolves.toBeUndefined()
})
