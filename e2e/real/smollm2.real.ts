import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { openCheckpoint } from '../../src/main/checkpoint'
import { answerOf, type Client, startEngine } from '../../src/main/engine/testing/engine-client'
import { readArchitecture } from '../../src/main/families'
import { openRunner, type Runner } from '../../src/main/inference'
import { readFloats } from '../../src/main/inference/testing/reference'
import { loadGgufTokenizer, type PromptTokenizer } from '../../src/main/tokenizer'
import { different, hashesOf } from '../../src/main/tokenizer/testing/reference-hashes'
import { openWeightCache } from '../../src/main/weights'
import type { Decomposition, MovePart } from '../../src/shared/decomposition'
import { row } from '../../src/shared/tensor'
import { largestGap } from './vectors'

/** SmolLM2-135M-Instruct in Q4_1; scripts/test-real.mjs fetches it and says where. */
const file = process.env.TOKENTRACE_SMOLLM2 ?? ''

interface Sentence {
  readonly text: string
  readonly ids: readonly number[]
  readonly position: number
  readonly next: readonly { readonly word: string; readonly probability: number }[]
}

const { sentences, patternLayers } = JSON.parse(readFileSync('fixtures/reference/smollm2.json', 'utf8')) as {
  sentences: Sentence[]
  patternLayers: number[]
}

describe.skipIf(file === '')('SmolLM2-135M in Q4_1, on its dequantised weights', () => {
  const expected = readFloats('fixtures/reference/smollm2.safetensors')
  const folder = mkdtempSync(join(tmpdir(), 'tokentrace-smollm2-'))
  let runner: Runner
  beforeAll(async () => {
    const checkpoint = await openCheckpoint(file)
    const cache = openWeightCache({ folder, limit: () => 4e9 })
    runner = await openRunner(checkpoint, readArchitecture(checkpoint), 'cpu', { cache })
  })
  afterAll(async () => {
    await runner.release()
    rmSync(folder, { recursive: true })
  })

  it.each(sentences.map((sentence, index) => ({ ...sentence, index })))(
    'computes “$text” as transformers does',
    async ({ ids, position, index }) => {
      const residuals = Array.from({ length: 30 }, (_, layer) => `blocks.${layer}.hook_resid_post`)
      const patterns = patternLayers.map((layer) => `blocks.${layer}.attn.hook_pattern`)
      const run = await runner.run({ tokenIds: [ids] }, [...residuals, ...patterns, 'logits'])
      const logits = row(run.get('logits')!, 0, ids.length - 1)
      expect(largestGap(logits, expected.get(`${index}/logits`)!.data)).toBeLessThan(2e-3)
      for (const [layer, tap] of residuals.entries()) {
        const ours = row(run.get(tap)!, 0, position)
        const theirs = row(expected.get(`${index}/resid_post`)!, layer)
        // The first token's stream has entries of some thousands: relative to the longest.
        expect(largestGap(ours, theirs) / Math.max(...theirs.map(Math.abs)), tap).toBeLessThan(2e-4)
      }
      for (const [at, tap] of patterns.entries()) {
        const ours = run.get(tap)!.data
        const theirs = expected.get(`${index}/pattern`)!.data.subarray(at * ours.length, (at + 1) * ours.length)
        expect(largestGap(ours, theirs), tap).toBeLessThan(2e-4)
      }
    },
  )
})

describe.skipIf(file === '')('SmolLM2’s tokenizer, from its GGUF file alone', () => {
  let tokenizer: PromptTokenizer
  beforeAll(async () => {
    tokenizer = loadGgufTokenizer((await openCheckpoint(file)).metadata!, file)!
  })

  it.each(sentences)('reads “$text” as transformers does', ({ text, ids }) => {
    expect(tokenizer.encode(text).map(({ id }) => id)).toEqual(ids)
  })

  it('gives 2,400 texts in many scripts the ids of the library that trained it', () => {
    expect(different(tokenizer, hashesOf('smollm2-hashes').smollm2)).toEqual([])
  })

  it('puts a message into the file’s chat template', () => {
    const chat = tokenizer.encodeChat('Hello').map(({ text }) => text)
    expect(chat.join('')).toMatch(
      /^<\|im_start\|>system\n.*<\|im_end\|>\n<\|im_start\|>user\nHello<\|im_end\|>\n<\|im_start\|>assistant\n$/,
    )
    expect(chat).toContain('<|im_start|>')
  })
})

/** What README says of it. */
describe.skipIf(file === '')('SmolLM2-135M on “The Eiffel Tower is in the city of”', () => {
  const folder = mkdtempSync(join(tmpdir(), 'tokentrace-smollm2-'))
  const [tower, of] = [3, 8]
  const request = { path: file, prompt: { text: sentences[0]!.text }, device: 'cpu' as const }
  let client: Client
  let close: () => Promise<void>
  beforeAll(async () => {
    const started = await startEngine(folder)
    client = started.client
    close = () => started.engine.close()
  })
  afterAll(async () => {
    await close()
    rmSync(folder, { recursive: true })
  })

  const move = async (position: number, layer: number, word: string | null): Promise<Decomposition> => {
    const ids = word === null ? [] : await client.model.wordIds({ path: file, word })
    const target = word === null ? { kind: 'end' as const } : { kind: 'word' as const, id: ids[0]!.id }
    return (await answerOf(client.analyse.decomposition({ ...request, position, layer, view: 'raw', target }))).answer
  }
  const textOf = ({ tokens }: Decomposition, { source }: MovePart) => tokens[source!]!.text

  it('says Paris at the end, by the logit lens', async () => {
    const trajectory = await answerOf(client.analyse.trajectory({ ...request, position: of, view: 'raw', watch: null }))
    const [first] = trajectory.answer.steps.at(-1)!.lens!
    expect(first!.text).toBe(' Paris')
    expect(first!.probability).toBeCloseTo(sentences[0]!.next[0]!.probability, 3)
  })

  it('moves Tower in layer 3 by head 4, which reads “iffel”', async () => {
    const moved = await move(tower, 3, null)
    const [head] = moved.attention.byHead
    const [pair] = moved.attention.byPair
    expect(head).toMatchObject({ head: 4 })
    expect(head!.share).toBeGreaterThan(0.8)
    expect([pair!.head, textOf(moved, pair!)]).toEqual([4, 'iffel'])
    expect(pair!.share).toBeGreaterThan(0.8)
    expect(moved.attention.off).toBeLessThan(1e-4)
  })

  it('hears of Paris in layer 23, from “iffel”, through heads 4, 5 and 1', async () => {
    const moved = await move(of, 23, ' Paris')
    const toward = moved.attention.byPair.filter(({ value }) => value > 0.5)
    expect(new Set(toward.map((part) => textOf(moved, part)))).toEqual(new Set(['iffel']))
    expect(toward.map(({ head }) => head).sort()).toEqual([1, 4, 5])
    expect(toward.reduce((sum, { value }) => sum + value, 0)).toBeCloseTo(2.8, 1)
    expect(moved.map.off).toBeLessThan(1e-3)
  })

  it('rests in layer 24 on the first token, by three heads, in its longest step so far', async () => {
    const moved = await move(of, 24, null)
    const [source] = moved.attention.bySource
    expect(textOf(moved, source!)).toBe('The')
    expect(source!.share).toBeGreaterThan(0.9)
    const three = moved.attention.byHead.slice(0, 3)
    expect(three.map(({ head }) => head).sort()).toEqual([6, 7, 8])
    expect(three.reduce((sum, { share }) => sum + share, 0)).toBeGreaterThan(0.9)
    expect(moved.attention.length).toBeGreaterThan((await move(of, 23, null)).attention.length)
  })
})
