import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { openActivationStore, type RunKey } from '../src/main/activations/index'
import { answerOf, startEngine } from './engine'
import { weightBytes } from './model'
import { tokenIds } from './prompts'
import type { OpenedForBench } from './runners'
import { interleaved, median, ratios, type Samples, timed } from './samples'
import { atMost, number, type Row } from './table'

const lengths = [16, 64]

/** Looking again at what was computed before, against computing it. */
export async function measureSecondLook(model: OpenedForBench, folder: string, rounds: number): Promise<Row[]> {
  return [...(await runCall(folder, rounds)), ...(await fullCapture(model, rounds))]
}

/** The engine's own `run`, which keeps the residual stream: from the call to its answer, as a host sees it. */
async function runCall(folder: string, rounds: number): Promise<Row[]> {
  const engine = await startEngine()
  const run = (length: number, seed: number) => {
    const prompt = { ids: tokenIds(length, seed) }
    return answerOf(engine.client.run({ path: folder, prompt, device: 'cpu' }))
  }
  const rows: Row[] = []
  for (const packed of [false, true]) {
    if (packed) {
      // The engine packs when it is left alone after computing.
      await run(16, -1)
      await engine.packed(weightBytes(folder))
    }
    for (const length of lengths) {
      const seed = (round: number) => round + (packed ? 1000 : 0)
      const look = (fromStore: boolean) => async (round: number) => {
        const time = await timed(async () => {
          const answer = await run(length, seed(round))
          if (answer.fromStore !== fromStore) throw new Error(`From the store: ${answer.fromStore}.`)
        })
        return time
      }
      const samples = await interleaved(rounds, { first: look(false), second: look(true) })
      rows.push(rowOf(`run call, ${length} tokens`, packed, samples))
    }
  }
  await engine.close()
  return rows
}

/** Every hook point, without what a host or a file adds to either side. */
async function fullCapture(model: OpenedForBench, rounds: number): Promise<Row[]> {
  const { all } = model.taps
  const folder = mkdtempSync(join(tmpdir(), 'tokentrace-bench-'))
  const store = openActivationStore({ folder, limitBytes: 8e9 })
  const rows: Row[] = []
  for (const packed of [false, true]) {
    const runner = await model.runner(all, packed)
    for (const length of lengths) {
      const keyOf = (round: number): RunKey => ({
        fingerprint: model.fingerprint,
        tokenIds: tokenIds(length, round),
        device: 'cpu',
      })
      const samples = await interleaved(rounds, {
        async first(round) {
          const key = keyOf(round)
          const began = performance.now()
          const tensors = await runner.run({ tokenIds: [key.tokenIds] }, all)
          const time = performance.now() - began
          store.put(key, tensors)
          // What the store does after its answer is done here and not under the next measurement.
          store.info()
          return time
        },
        second: (round) =>
          timed(() => {
            if (store.get(keyOf(round), all) === null) throw new Error('The store lost a run.')
          }),
      })
      rows.push(rowOf(`all hook points, ${length} tokens`, packed, samples))
    }
    await runner.release()
  }
  store.close()
  rmSync(folder, { recursive: true, force: true })
  return rows
}

function rowOf(what: string, packed: boolean, { first, second }: { first: Samples; second: Samples }): Row {
  return {
    what: `second look / computing, ${what}, ${packed ? 'packed' : 'unpacked'}`,
    values: ratios(second, first),
    unit: '×',
    aim: atMost(
      0.1,
      'SQLite copies every byte twice and its checksum takes as long again; one bare copy is a quarter of it.',
    ),
    from: `${number(median(second))} ms / ${number(median(first))} ms`,
  }
}
