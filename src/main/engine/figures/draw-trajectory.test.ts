import { resolve } from 'node:path'
import { beforeEach, describe, expect, it, onTestFinished } from 'vitest'
import { plainFilm } from '../../../shared/figures/film/film'
import { homeCamera } from '../../../shared/figures/trajectory-cameras'
import type { TrajectorySpec } from '../../../shared/figures/trajectory-spec'
import type { Trajectory } from '../../../shared/trajectory'
import { answerOf, type Client, startEngine, temporaryFolder } from '../testing/engine-client'

const of = { path: resolve('fixtures/models/gpt2-tiny'), device: 'cpu' as const }
const prompt = { text: 'The Eiffel Tower is in Paris' }
const size = { width: 160, height: 120 }
let client: Client

beforeEach(async () => {
  const { engine, client: started } = await startEngine(await temporaryFolder())
  client = started
  onTestFinished(() => engine.close())
})

/** The film of a path that turns, as the engine makes it. */
async function turning(seconds: number) {
  const asked = { ...of, prompt, position: 2, view: 'raw' as const, watch: null }
  const { answer: trajectory } = await answerOf<Trajectory>(client.analyse.trajectory(asked))
  const { name, fingerprint } = await client.model.inspect({ path: of.path })
  const spec: TrajectorySpec = {
    ...{ kind: 'trajectory', version: 1, model: { name, fingerprint }, prompt, position: 2, view: 'raw' },
    ...{ camera: homeCamera(trajectory, size), theme: 'light', ...size, show: { words: 40, otherTokens: true } },
    ...{ pinned: [], station: null, parts: null },
  }
  const film = { ...plainFilm, ...size, kind: 'orbit' as const, seconds }
  return (signal?: AbortSignal) =>
    client.export.figure({ ...of, spec, format: 'gif', dpi: 96, film }, signal ? { signal } : {})
}

describe('the film of a path that turns', () => {
  it('says that it finds places for labels, and that it draws', async () => {
    const make = await turning(1)
    const { answer, stages } = await answerOf<File>(make())
    expect(answer.name).toMatch(/\.gif$/)
    expect(stages).toEqual(expect.arrayContaining(['labelling', 'drawing']))
  })

  it('is stopped while it finds places for labels, before a frame is drawn', async () => {
    const make = await turning(20)
    const stop = new AbortController()
    const call = await make(stop.signal)
    const reports: { stage: string; done: number | null }[] = []
    const run = async () => {
      for (;;) {
        const step = await call.next()
        if (step.done) return
        reports.push(step.value)
        if (step.value.stage === 'labelling') stop.abort()
      }
    }
    await expect(run()).rejects.toMatchObject({ data: { kind: 'cancelled' } })
    expect(reports.some(({ stage }) => stage === 'labelling')).toBe(true)
    expect(reports.filter(({ stage, done }) => stage === 'drawing' && done !== null)).toEqual([])
  })
})
