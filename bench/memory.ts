import { platform } from 'node:os'
import { answerOf, startEngine } from './engine'
import { weightBytes } from './model'
import { watchMemory } from './process-memory'
import { tokenIds } from './prompts'
import { atMost, type LeftOut, number, type Row } from './table'

/** The most memory that an engine had in use, against the bytes of the weights; before and after it packed them. */
export async function measureMemory(folder: string, rounds: number): Promise<(Row | LeftOut)[]> {
  const what = 'peak memory / weights'
  if (platform() !== 'linux') return [{ what, because: 'it is read from /proc, which only Linux has' }]
  const weights = weightBytes(folder)
  const unpacked: number[] = []
  const packed: number[] = []
  for (let round = 0; round < rounds; round++) {
    const engine = await startEngine()
    const memory = watchMemory(engine.pid)
    const request = (seed: number) => ({ path: folder, prompt: { ids: tokenIds(16, seed) }, device: 'cpu' as const })
    const { run, analyse } = engine.client
    await answerOf(run(request(0)))
    await answerOf(analyse.trajectory({ ...request(0), position: 15, view: 'raw', watch: null }))
    unpacked.push(memory.peak() / weights)
    await answerOf(run(request(1)))
    await engine.packed(weights)
    await answerOf(run(request(2)))
    packed.push(memory.peak() / weights)
    memory.stop()
    await engine.close()
  }
  const row = (state: string, values: number[], obstacle: string): Row => ({
    what: `${what}, 16 tokens run and traced, ${state}`,
    values,
    unit: '×',
    aim: atMost(1.5, obstacle),
    from: `${number((values[0]! * weights) / 1e6)} MB / ${number(weights / 1e6)} MB`,
  })
  return [
    row('unpacked', unpacked, 'products over the vocabulary and the process itself come on top of the mapped weights.'),
    row(
      'packed',
      packed,
      'packing copies the weights while they are mapped; that is why models over 1 GiB are not packed.',
    ),
  ]
}
