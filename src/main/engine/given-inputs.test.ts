import { resolve } from 'node:path'
import { expect, it, onTestFinished } from 'vitest'
import type { Trajectory } from '../../shared/trajectory'
import { writeAskingGraph } from './testing/asking-graph'
import { answerOf, startEngine, temporaryFolder } from './testing/engine-client'

async function asking() {
  const folder = await temporaryFolder()
  const started = await startEngine(await temporaryFolder())
  onTestFinished(() => started.engine.close())
  return { client: started.client, path: writeAskingGraph(folder) }
}

it('a graph with an input of no known use opens, and says what it asks for', async () => {
  const { client, path } = await asking()
  const info = await client.model.inspect({ path })
  expect(info).toMatchObject({ layers: 3, asked: [{ name: 'gain', dtype: 'FLOAT', shape: [2] }] })
})

it('a run takes what is given, and another run is another key of the store', async () => {
  const { client, path } = await asking()
  const run = async (numbers: number[]) => {
    const prompt = { ids: [5, 7, 11], inputs: { gain: { numbers, shape: null } } }
    const { answer } = await answerOf(client.run({ path, prompt, device: 'cpu' }))
    const request = { path, prompt, device: 'cpu', position: 2, view: 'raw', watch: null } as const
    const { steps }: Trajectory = (await answerOf(client.analyse.trajectory(request))).answer
    return { fromStore: answer.fromStore, norms: steps.map(({ norm }) => norm) }
  }
  const [plain, twice] = [await run([1, 1]), await run([2, 4])]
  expect(twice.fromStore).toBe(false)
  expect(twice.norms[0]).toBe(plain.norms[0])
  expect(twice.norms.at(-1)).not.toBeCloseTo(plain.norms.at(-1)!, 3)
  expect(await run([2, 4])).toEqual({ ...twice, fromStore: true })
})

it('missing, of another size, or for another input it is refused, with what to give', async () => {
  const { client, path } = await asking()
  const refused = (model: string, inputs: Record<string, { numbers: number[]; shape: null }>) =>
    expect(answerOf(client.run({ path: model, prompt: { ids: [5, 7], inputs }, device: 'cpu' }))).rejects
  const give = (...numbers: number[]) => ({ numbers, shape: null })
  await refused(path, {}).toThrow('What the graph’s input gain is for is not known: FLOAT of shape [2]')
  await refused(path, { gain: give(1, 2, 3) }).toThrow('it is 3 numbers')
  await refused(path, { gain: give(1, 2), noise: give(1) }).toThrow('Nothing can be given for an input noise')
  await refused(resolve('fixtures/models/gpt2-tiny'), { gain: give(1) }).toThrow('is no ONNX graph')
})
