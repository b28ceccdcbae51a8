import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { answerOf, type Client, startEngine } from '../../src/main/engine/testing/engine-client'
import type { GraphProof } from '../../src/shared/onnx-info'

/** Where scripts/fetch-model.mjs put the three ONNX files of PP-OCRv4, which Paddle's exporter wrote: it makes a node of each weight. */
const folder = process.env.TOKENTRACE_OCR

const data = mkdtempSync(join(tmpdir(), 'tokentrace-real-ocr-'))
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

async function structureOf(name: string, prove: boolean) {
  const { structure } = (await answerOf(client.model.graph({ path: join(folder!, name), prove }))).answer
  if (structure.kind !== 'found') throw new Error(structure.reason)
  return structure
}

describe.runIf(folder)('PP-OCRv4', () => {
  it('has two layers of eight heads in what reads a line of text, over columns of the line, and they are proved', async () => {
    const { stacks, hooks, hookPoints, proofs } = await structureOf('ch_PP-OCRv4_rec_infer.onnx', true)
    const positions = { kind: 'patches', rows: 1, columns: 40, patch: [48, 8] }
    expect(stacks).toMatchObject([{ layers: 2, heads: 8, dModel: 120, dHead: 15, positions }])
    expect(hooks.length).toBe(hookPoints)
    expect(new Set(proofs!.map(({ what }: GraphProof) => what))).toEqual(
      new Set(['logits', 'patterns', 'values', 'written', 'stream']),
    )
    for (const { what, error, bound } of proofs!) expect(error, what).toBeLessThanOrEqual(bound)
  })

  it.each(['ch_PP-OCRv4_det_infer.onnx', 'ch_ppocr_mobile_v2.0_cls_infer.onnx'])(
    'has no transformer in %s',
    async (name) => {
      expect((await structureOf(name, false)).stacks).toEqual([])
    },
  )
})
