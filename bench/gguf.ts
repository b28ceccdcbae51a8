import { mkdtempSync, rmSync } from 'node:fs'
import { platform, tmpdir } from 'node:os'
import { join } from 'node:path'
import { answerOf, type BenchEngine, startEngine } from './engine'
import { fetchSmolLM2 } from './fetch'
import { watchMemory } from './process-memory'
import { tokenIds } from './prompts'
import { timed } from './samples'
import { atMost, type LeftOut, number, type Row } from './table'

const what = 'a GGUF file until the first result'

/** SmolLM2-135M in Q4_1, whose 136 million parameters take 98 MB in the file and 538 MB as F32. */
const plainBytes = 134_515_008 * 4

/**
 * From asking for a quantised file until there is something to see, in an engine that has just started: with nothing in the cache,
 * and with the weights that the engine before it left there.
 */
export async function measureGguf(rounds: number): Promise<(Row | LeftOut)[]> {
  const model = fetchSmolLM2()
  if ('because' in model) return [{ what, because: model.because }]
  const inspected: number[] = []
  const samples = { cold: [] as number[], cached: [] as number[] }
  const memory = { cold: [] as number[], cached: [] as number[] }
  for (let round = 0; round < rounds; round++) {
    const dataFolder = mkdtempSync(join(tmpdir(), 'tokentrace-bench-'))
    for (const state of ['cold', 'cached'] as const) {
      const engine = await startEngine(dataFolder)
      const watch = platform() === 'linux' ? watchMemory(engine.pid) : null
      const inspect = await timed(() => engine.client.model.inspect({ path: model.path }))
      if (state === 'cold') inspected.push(inspect)
      samples[state].push(inspect + (await timed(() => firstResult(engine, model.path, state === 'cold' ? 0 : 1))))
      if (watch) memory[state].push(watch.peak() / plainBytes)
      watch?.stop()
      await engine.close()
    }
    rmSync(dataFolder, { recursive: true, force: true })
  }
  const from = 'SmolLM2-135M, Q4_1, 98 MB; a run of 16 tokens and its trajectory'
  const row = (state: string, values: number[], aim: Row['aim'] = null): Row => ({
    what: `${what}, ${state}`,
    ...{ values, unit: 'ms', aim, from },
  })
  const peak = (state: string, values: number[], aim: Row['aim'] = null): Row => ({
    what: `peak memory / weights as F32, ${state}`,
    ...{
      values,
      unit: '×',
      aim,
      from: `${number((values[0]! * plainBytes) / 1e6)} MB / ${number(plainBytes / 1e6)} MB`,
    },
  })
  return [
    { ...row('headers alone', inspected), what: 'opening a GGUF file until inspect answers' },
    row('nothing in the cache', samples.cold),
    row('from the cache', samples.cached),
    ...(platform() === 'linux'
      ? [
          peak('nothing in the cache', memory.cold),
          peak(
            'from the cache',
            memory.cached,
            atMost(1.5, 'products over the vocabulary come on top of the mapped weights.'),
          ),
        ]
      : []),
  ]
}

async function firstResult({ client }: BenchEngine, path: string, seed: number): Promise<void> {
  const request = { path, prompt: { ids: tokenIds(16, seed).map((id) => id % 49_152) }, device: 'cpu' as const }
  await answerOf(client.run(request))
  await answerOf(client.analyse.trajectory({ ...request, position: 15, view: 'raw', watch: null }))
}
