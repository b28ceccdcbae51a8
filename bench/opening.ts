import { answerOf, startEngine } from './engine'
import { tokenIds } from './prompts'
import { timed } from './samples'
import { atMost, type Row } from './table'

/** From asking for a model that no one asked for before until there is something to see; a fresh engine each round. */
export async function measureOpening(folder: string, rounds: number): Promise<Row[]> {
  const started: number[] = []
  const inspected: number[] = []
  const traced: number[] = []
  for (let round = 0; round < rounds; round++) {
    const { client, startedIn, close } = await startEngine()
    const request = { path: folder, prompt: { ids: tokenIds(16, round) }, device: 'cpu' as const }
    started.push(startedIn)
    inspected.push(await timed(() => client.model.inspect({ path: folder })))
    const result = await timed(async () => {
      await answerOf(client.run(request))
      await answerOf(client.analyse.trajectory({ ...request, position: 15, view: 'raw', watch: null }))
    })
    traced.push(inspected.at(-1)! + result)
    await close()
  }
  const row = (what: string, values: number[], from: string, aim: Row['aim'] = null): Row => ({
    what,
    values,
    unit: 'ms',
    aim,
    from,
  })
  return [
    row(
      'opening until inspect answers',
      inspected,
      '498 MB, F32; in an engine that has just started',
      atMost(100, 'headers are parsed, and samples of the weights are read for the fingerprint.'),
    ),
    row('opening until the first result', traced, 'and then a run of 16 tokens and its trajectory'),
    row('starting an engine', started, 'before a model is opened; once a session'),
  ]
}
