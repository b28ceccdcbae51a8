import { mkdtemp, readdir, readFile, rm, stat } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createRouterClient } from '@orpc/server'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { createEngine } from '../../src/main/engine'
import { answerOf } from '../../src/main/engine/testing/engine-client'
import type { Contexts } from '../../src/shared/contexts'
import { sampleName } from '../../src/shared/sample'
import { type Scene, story } from '../../src/shared/story'
import type { Trajectory } from '../../src/shared/trajectory'

const resources = join(import.meta.dirname, '../../resources')
const files = (await readdir(join(resources, 'stories'))).sort()
const stories = await Promise.all(
  files.map(async (name) => story.parse(JSON.parse(await readFile(join(resources, 'stories', name), 'utf8')))),
)

let dataFolder: string
let engine: Awaited<ReturnType<typeof createEngine>>

beforeAll(async () => {
  dataFolder = await mkdtemp(join(tmpdir(), 'tokentrace-stories-'))
  engine = await createEngine({ dataFolder, version: '1', sampleFolder: join(resources, 'sample') })
})

afterAll(async () => {
  await engine.close()
  await rm(dataFolder, { recursive: true, force: true })
})

async function comparisonOf(scene: Scene): Promise<Contexts> {
  const client = createRouterClient(engine.router)
  const items = await Promise.all(
    [scene, ...scene.beside].map(async ({ sentence, token }) => {
      const { tokens } = await client.model.tokenize({ path: sampleName, text: sentence })
      return { prompt: { text: sentence }, position: tokens.findIndex(({ text }) => text.trim() === token) }
    }),
  )
  const call = client.analyse.contexts({ path: sampleName, device: 'cpu', view: scene.map, items })
  return (await answerOf<Contexts>(call)).answer
}

async function trajectoryOf({ sentence, token, occurrence, map }: Scene): Promise<Trajectory> {
  const client = createRouterClient(engine.router)
  const { tokens } = await client.model.tokenize({ path: sampleName, text: sentence })
  const positions = tokens.flatMap(({ text }, at) => (text.trim() === token ? [at] : []))
  const input = { path: sampleName, prompt: { text: sentence }, device: 'cpu', view: map, watch: null } as const
  const { answer } = await answerOf<Trajectory>(
    client.analyse.trajectory({ ...input, position: positions[occurrence - 1]! }),
  )
  return answer
}

describe('the stories', () => {
  it('are three or four, each with a view that there is', async () => {
    expect(stories.length).toBeGreaterThanOrEqual(3)
    const folder = join(import.meta.dirname, '../../src/renderer/views')
    const indexes = await Promise.all(
      (await readdir(folder)).map((name) => readFile(join(folder, name, 'index.tsx'), 'utf8')),
    )
    const ids = indexes.map((text) => /\bid: '([\w-]+)'/.exec(text)?.[1])
    for (const { view, scenes } of stories) {
      expect(ids).toContain(view)
      for (const scene of scenes) expect(ids).toContain(scene.view ?? view)
    }
  })

  const scenes = stories.flatMap(({ title, scenes }) => scenes.map((scene) => ({ title, label: scene.label, scene })))
  it.each(scenes)('$title: $label shows what it tells', async ({ scene }) => {
    const { tokens, position, steps } = await trajectoryOf(scene)
    expect(tokens[position]!.text.trim()).toBe(scene.token)
    // A word that is watched is the one that the scene ends at.
    if (scene.watch !== null) {
      const [likeliest] = steps.at(-1)!.lens!
      expect(likeliest!.text).toBe(` ${scene.watch}`)
      expect(likeliest!.probability).toBeGreaterThan(0.85)
      expect(steps[0]!.lens![0]!.text).not.toBe(` ${scene.watch}`)
    }
    // Two or three sentences, as long as a person reads beside a picture.
    expect(scene.text.match(/[.:;?](?= |$)/g)!.length).toBeGreaterThanOrEqual(2)
    expect(scene.text.length).toBeLessThan(420)
  })

  const together = scenes.filter(({ scene }) => scene.beside.length > 0)
  it.each(together)('$title: $label parts where it stands', async ({ scene }) => {
    const { contexts, parting, pairs, stations } = await comparisonOf(scene)
    for (const { tokens, position } of contexts) expect(tokens[position]!.text.trim()).toBe(scene.token)
    expect(parting).toBe(scene.station)
    expect(scene.text).toContain(`layer ${stations[parting!]!.layer}`)
    // Two begin at one point, the third apart by its position.
    const start = (a: number, b: number) => pairs.find((pair) => pair.a === a && pair.b === b)!.distances[0]!
    expect(start(0, 1)).toBe(0)
    expect(start(0, 2)).toBeGreaterThan(0)
  })

  it('begin three moles at one word and end each at words of its own', async () => {
    const moles = scenes.filter(({ scene }) => scene.token === 'mole' && scene.beside.length === 0)
    const paths = await Promise.all(moles.map(({ scene }) => trajectoryOf(scene)))
    for (const { steps } of paths) expect(steps[0]!.nearest[0]!.text).toBe(' mole')
    expect(new Set(paths.map(({ steps }) => steps.at(-1)!.lens![0]!.text)).size).toBe(3)
  })
})

it('the sample model and all that is shipped with it take less than 12 MB', async () => {
  const names = await readdir(resources, { recursive: true })
  const sizes = await Promise.all(names.map(async (name) => (await stat(join(resources, name))).size))
  expect(sizes.reduce((sum, size) => sum + size, 0)).toBeLessThan(12e6)
})
