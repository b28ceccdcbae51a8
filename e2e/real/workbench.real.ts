import { spawnSync } from 'node:child_process'
import { mkdtemp, readFile, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { answerOf, type Client, startEngine } from '../../src/main/engine/testing/engine-client'
import type { TokenInfo } from '../../src/shared/model-info'
import type { Trajectory } from '../../src/shared/trajectory'
import { folder, readSentences } from './minilm'
import { cosine } from './vectors'

const prompt = { text: readSentences()[1]!.text }
const position = 2
/** Largest cosine that a random direction has to one of 30522 random ones in 384 dimensions: √(2 ln 30522 / 384). */
const chance = 0.232

let dataFolder: string
let client: Client
let close: () => Promise<void>
beforeAll(async () => {
  dataFolder = await mkdtemp(join(tmpdir(), 'tokentrace-real-'))
  const started = await startEngine(dataFolder)
  client = started.client
  close = () => started.engine.close()
})
afterAll(async () => {
  await close()
  await rm(dataFolder, { recursive: true, force: true })
})

const request = { path: folder, prompt, device: 'cpu' as const }
const trace = async (): Promise<Trajectory> =>
  (await answerOf(client.analyse.trajectory({ ...request, position, view: 'raw', watch: null }))).answer

describe('all-MiniLM-L6-v2 in the workbench', () => {
  it('is told by its headers', async () => {
    expect(await client.model.inspect({ path: folder })).toMatchObject({
      family: 'bert',
      kind: 'encoder',
      layers: 6,
      heads: 12,
      keyHeads: 12,
      dModel: 384,
      dHead: 32,
      dMlp: 1536,
      vocabulary: 30522,
      context: 512,
      parameters: 22_713_216,
      dtype: 'F32',
      bytes: 90_868_376,
      files: 1,
      languageModel: false,
      finalNorm: false,
      tokenizerMissing: null,
    })
  })

  it('runs on a sentence, and answers out of the store when it is asked again', async () => {
    const first = (await answerOf(client.run(request))).answer
    expect(first).toMatchObject({ fromStore: false, stored: true, device: { device: 'cpu' } })
    const words = ['[CLS]', 'one', 'mole', 'of', 'carbon', 'dioxide', 'weighs', '44', 'grams', '.', '[SEP]']
    expect(first.tokens.map(({ text }: TokenInfo) => text.trim())).toEqual(words)
    // 13 stations of 11 tokens, 384 values of 4 bytes each.
    expect(first.bytes).toBe(13 * 11 * 384 * 4)

    const second = (await answerOf(client.run(request))).answer
    expect(second).toMatchObject({ fromStore: true, tokens: first.tokens, bytes: first.bytes })
    expect((await trace()).fromStore).toBe(true)
  })

  it('traces “mole” from its own embedding to words of chemistry', async () => {
    const { steps, path, words, tokens } = await trace()
    expect(tokens[position]!.text.trim()).toBe('mole')
    expect(steps.map(({ kind }) => kind)).toEqual(['embed', ...Array(6).fill(['attention', 'mlp']).flat()])
    expect(path).toHaveLength(13)
    // Everywhere its own word is nearest, less so the deeper it is: 0.959 at the start, 0.412 at the end.
    for (const { nearest } of steps) expect(nearest[0]!.text.trim()).toBe('mole')
    expect(steps[0]!.nearest[0]!.cosine).toBeGreaterThan(0.95)
    expect(steps.at(-1)!.nearest[0]!.cosine).toBeLessThan(0.45)
    // In the middle layers, and above what chance gives, the sentence has told it which mole it is.
    const middle = steps.filter(({ layer }) => layer >= 2 && layer <= 4)
    const near = new Set(
      middle.flatMap(({ nearest }) => nearest.filter((word) => word.cosine > chance).map(({ text }) => text.trim())),
    )
    expect(near).toContain('molecules')
    expect(near).toContain('gases')
    expect(words.map(({ text }) => text.trim())).toContain('molecules')
  })

  it('measures the same cosines as the reference vectors give', async () => {
    const { steps } = await trace()
    const vectors = readSentences()[1]!.mole!.vectors
    const [start, end] = ['hook_full_embed', 'blocks.5.hook_normalized_resid_post'].map((tap) => vectors.get(tap)!)
    for (const { tap, cosineToStart, cosineToEnd } of steps) {
      const vector = vectors.get(tap)
      if (vector === undefined) continue
      expect(cosineToStart).toBeCloseTo(cosine(vector, start!), 5)
      expect(cosineToEnd).toBeCloseTo(cosine(vector, end!), 5)
    }
  })
})

describe('the command line on it', () => {
  it('traces “mole” into an SVG that names it', async () => {
    const out = join(dataFolder, 'mole.svg')
    const words = ['trace', folder, '--prompt', prompt.text, '--token', 'mole', '--out', out, '--device', 'cpu']
    const cli = spawnSync(process.execPath, ['scripts/cli.mjs', ...words, '--data', join(dataFolder, 'cli')], {
      encoding: 'utf8',
    })
    expect(cli.status, cli.stderr).toBe(0)
    expect(cli.stdout).toContain('token @2 “mole”')
    const svg = await readFile(out, 'utf8')
    expect(svg).toMatch(/<text id="label-start"[^>]*>mole</)
    expect(svg).toMatch(/<text id="label-end"[^>]*>mole</)
    expect(svg).toMatch(/<text id="label-word-[^>]*>molecules</)
  })
})
