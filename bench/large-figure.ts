import { mkdirSync, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { performance } from 'node:perf_hooks'
import { makeGpt2 } from '../e2e/made-model'
import type { FileOnTheWire } from '../src/main/hosts/engine-process/files-on-the-wire'
import { answerOf, startEngine } from './engine'
import { atMost, type Row } from './table'

const shape = { layers: 12, heads: 12, dModel: 144, context: 128, vocabulary: 500 }

/** All patterns of 144 heads on 128 tokens as one PDF: how long from asking, the run being stored, and how large it is. */
export async function measureLargeFigure(rounds: number): Promise<Row[]> {
  const folder = mkdtempSync(join(tmpdir(), 'tokentrace-bench-'))
  const path = join(folder, 'model')
  mkdirSync(path)
  makeGpt2(path, shape)
  const engine = await startEngine()
  try {
    const { name, fingerprint } = await engine.client.model.inspect({ path })
    const prompt = { ids: Array.from({ length: 128 }, (_, at) => (at * 37) % shape.vocabulary) }
    const paper = { theme: 'light', width: 692, height: 740 } as const
    const spec = { kind: 'attention-heads', version: 1, model: { name, fingerprint }, prompt, ...paper } as const
    const times: number[] = []
    let bytes = 0
    // The first round runs the model and loads what draws, and does not count.
    for (let round = 0; round <= rounds; round++) {
      const start = performance.now()
      const call = engine.client.export.figure({ path, device: 'cpu', spec, format: 'pdf', dpi: 300 })
      const { $file } = (await answerOf(call)) as unknown as FileOnTheWire
      bytes = Buffer.byteLength($file.base64, 'base64')
      if (round > 0) times.push(performance.now() - start)
    }
    const slow = 'deflating 144 pictures, which one core does.'
    const from = `12×12 heads, 128 tokens, PDF of ${(bytes / 1e6).toFixed(2)} MB`
    return [
      { what: 'all heads as one PDF', values: times, unit: 'ms', aim: atMost(5000, slow), from },
      { what: 'its size, of 5 MB', values: [bytes / 5e6], unit: '×', aim: atMost(1, slow), from },
    ]
  } finally {
    await engine.close()
    rmSync(folder, { recursive: true, force: true })
  }
}
