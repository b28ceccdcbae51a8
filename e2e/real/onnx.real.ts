import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { answerOf, type Client, startEngine } from '../../src/main/engine/testing/engine-client'
import { type HeadDifference, isAbsent } from '../../src/shared/two-models'
import { folder } from './minilm'

/** Where fixtures/export_minilm.py put its files; scripts/test-real.mjs says where that was possible. */
const exported = process.env.TOKENTRACE_ONNX

const data = mkdtempSync(join(tmpdir(), 'tokentrace-real-onnx-'))
let client: Client
let close: () => Promise<void>

beforeAll(async () => {
  const started = await startEngine(data)
  client = started.client
  close = () => started.engine.close()
})
afterAll(async () => {
  await close()
  rmSync(data, { recursive: true })
})

const prompt = { text: 'The mole dug a hole under the garden.' }

describe.runIf(exported)('all-MiniLM-L6-v2 as an ONNX file', () => {
  /** `optimised` is what onnxruntime.transformers makes of it, whose attention is one node. */
  it.each(['plain', 'optimised'])('%s has the paths and patterns of its safetensors', async (name) => {
    const input = { path: join(exported!, `${name}.onnx`), other: folder, prompt, position: 2, device: 'cpu' as const }
    const { paths, patterns } = (await answerOf(client.analyse.models({ ...input, view: 'raw' }))).answer
    if (isAbsent(paths) || isAbsent(patterns)) throw new Error(JSON.stringify({ paths, patterns }))
    expect(paths.stations).toHaveLength(13)
    expect(Math.max(...paths.distances)).toBeLessThan(1e-4)
    expect(Math.max(...patterns.flat().map(({ mean }: HeadDifference) => mean))).toBeLessThan(1e-5)
    const { structure } = (await answerOf(client.model.graph({ path: input.path, prove: true }))).answer
    if (structure.kind !== 'found') throw new Error(structure.reason)
    expect(structure.hooks.length).toBe(structure.hookPoints)
    for (const { what, error, bound } of structure.proofs!) expect(error, what).toBeLessThanOrEqual(bound)
  })

  it('opens with 12 heads in 6 layers and 22.7 million parameters', async () => {
    const model = await client.model.inspect({ path: join(exported!, 'plain.onnx') })
    expect(model).toMatchObject({ kind: 'encoder', layers: 6, heads: 12, dModel: 384, dtype: 'F32' })
    expect(model.parameters / 1e6).toBeCloseTo(22.6, 0)
  })
})
