import { cpSync, mkdirSync, symlinkSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { expect, it, onTestFinished } from 'vitest'
import { answerOf, startEngine, temporaryFolder } from './testing/engine-client'

it('a graph in the hub’s cache, where its files are links, runs as it does where they lie', async () => {
  const own = resolve('fixtures/onnx/gpt2-tiny')
  const cache = join(await temporaryFolder(), 'models--org--gpt2-tiny')
  const [blobs, snapshot] = [join(cache, 'blobs'), join(cache, 'snapshots', 'a1b2', 'onnx')]
  for (const folder of [blobs, snapshot]) mkdirSync(folder, { recursive: true })
  for (const [name, link, blob] of [
    ['ts-eager-14.onnx', 'model.onnx', '0d5f'],
    ['weights.bin', 'weights.bin', '77ac'],
  ] as const) {
    cpSync(join(own, name), join(blobs, blob))
    symlinkSync(join('..', '..', '..', 'blobs', blob), join(snapshot, link))
  }
  const { client, engine } = await startEngine(await temporaryFolder())
  onTestFinished(() => engine.close())
  const ends = async (path: string) => {
    const prompt = { ids: [5, 7, 11] }
    const ask = { path, prompt, device: 'cpu', position: 2, view: 'raw', watch: null } as const
    return (await answerOf(client.analyse.trajectory(ask))).answer.path
  }
  expect(await ends(join(snapshot, 'model.onnx'))).toEqual(await ends(join(own, 'ts-eager-14.onnx')))
})
