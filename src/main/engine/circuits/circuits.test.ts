import { readFileSync } from 'node:fs'
import { resolve } from 'node:path'
import { describe, expect, it, onTestFinished } from 'vitest'
import {
  type CircuitKind,
  type CircuitPairs,
  type CircuitReading,
  circuitPairs,
  type HeadCircuit,
  headCircuit,
  type ModelCircuits,
  modelCircuits,
} from '../../../shared/circuits'
import { answerOf, type Client, startEngine, temporaryFolder } from '../testing/engine-client'

type Asked = CircuitReading & { readonly layer: number; readonly head: number; readonly circuit: CircuitKind }
type Named = readonly [id: number, cosine: number]
type NamedEnds = Readonly<Record<'high' | 'low', readonly Named[]>>
type Pair = readonly [from: number, to: number, score: number]

/** What PyTorch makes of whole matrices (fixtures/make_circuits.py). */
interface Reference {
  readonly words: readonly number[]
  readonly models: Readonly<
    Record<
      string,
      {
        readonly circuits: readonly (Asked & {
          readonly scores: readonly (readonly number[])[]
          readonly values: readonly number[]
          readonly directions: readonly Readonly<Record<'from' | 'to', NamedEnds>>[]
          readonly effective_rank: number
          readonly high: readonly Pair[]
          readonly low: readonly Pair[]
          readonly to_word: { readonly high: readonly Pair[]; readonly low: readonly Pair[] }
        })[]
        readonly models: readonly {
          readonly norms: CircuitReading['norms']
          readonly heads: readonly (readonly { readonly copying: number; readonly positive: number }[])[]
          readonly compositions: readonly (readonly ['q' | 'k' | 'v', number, number, number, number, number])[]
        }[]
      }
    >
  >
}

const reference = JSON.parse(readFileSync('fixtures/reference/circuits.json', 'utf8')) as Reference

let client: Client

async function start(): Promise<Client> {
  const { engine, client: started } = await startEngine(await temporaryFolder())
  onTestFinished(() => engine.close())
  return started
}

/** Where the same weights lie, under the name that the reference has of them. */
const places: readonly (readonly [place: string, name: string])[] = [
  ['models/gpt2-tiny', 'gpt2-tiny'],
  ['models/llama-tiny', 'llama-tiny'],
  ['models/t5-tiny', 't5-tiny'],
  ['gguf/gpt2-tiny.gguf', 'gpt2-tiny'],
  ['gguf/llama-tiny.gguf', 'llama-tiny'],
]

const asking = ({ layer, head, circuit, norms, offset, biases }: Asked) => ({
  ...{ layer, head, circuit, norms, offset, biases, device: 'cpu' as const },
})

const ask = async (path: string, asked: Asked, words = reference.words): Promise<HeadCircuit> => {
  const input = { path, ...asking(asked), from: [...words], to: [...words] }
  return (await answerOf(client.circuits.head(input))).answer
}

const askPairs = async (path: string, asked: Asked, held: CircuitPairs['held'] | null, count = 6) => {
  const input = { path, ...asking(asked), held: held && { id: held.id, as: held.as }, count }
  return (await answerOf(client.circuits.pairs(input))).answer
}

const askModel = async (path: string, norms: CircuitReading['norms']): Promise<ModelCircuits> =>
  (await answerOf(client.circuits.model({ path, device: 'cpu', norms }))).answer

function expectPairs(found: CircuitPairs['high'], expected: readonly Pair[], what: string): void {
  expect(found.length, what).toBe(expected.length)
  for (const [at, [from, to, score]] of expected.entries()) {
    expect(found[at]!.score, `${what} ${at}`).toBeCloseTo(score, 3)
    expect([found[at]!.from.id, found[at]!.to.id], `${what} ${at}`).toEqual([from, to])
  }
}

/** Singular values closer than this share leave their directions free to turn in one plane. */
const apartFrom = 1e-3
/** Cosines closer than this may change places. */
const tiedWithin = 2e-5

/** A direction's ends as they are where it points the other way. */
const turned = ({ high, low }: NamedEnds): NamedEnds => {
  const opposite = (list: readonly Named[]): Named[] => list.map(([id, cosine]) => [id, -cosine])
  return { high: opposite(low), low: opposite(high) }
}

/** The first directions by their words, each up to one sign for both of its sides. Answers how many were compared. */
function expectDirections(found: HeadCircuit, expected: Reference['models'][string]['circuits'][number], what: string) {
  const { values, directions } = expected
  const isLone = (at: number) =>
    [values[at - 1], values[at + 1]].every(
      (other) => other === undefined || Math.abs(other - values[at]!) > apartFrom * values[at]!,
    )
  let compared = 0
  for (const [at, direction] of found.directions.entries()) {
    if (!isLone(at)) continue
    const wanted = directions[at]!
    const opposite = { from: turned(wanted.from), to: turned(wanted.to) }
    const away = ({ from }: typeof wanted) => Math.abs(direction.from!.high[0]!.score - from.high[0]![1])
    const sides = away(wanted) <= away(opposite) ? wanted : opposite
    for (const side of ['from', 'to'] as const) {
      for (const end of ['high', 'low'] as const) {
        const list = sides[side][end]
        for (const [rank, [id, cosine]] of list.entries()) {
          const named = direction[side]![end][rank]!
          expect(named.score, `${what} direction ${at} ${side} ${end} ${rank}`).toBeCloseTo(cosine, 4)
          const isTied = list.some(([other, its]) => other !== id && Math.abs(its - cosine) < tiedWithin)
          if (!isTied && rank < list.length - 1) expect(named.id, `${what} ${at} ${side} ${end} ${rank}`).toBe(id)
        }
      }
    }
    compared++
  }
  return compared
}

describe.each(places)('circuits of %s', (place, name) => {
  const path = resolve('fixtures', place)
  const { circuits, models } = reference.models[name]!

  it('have the scores, singular values, words of singular directions and strongest pairs of PyTorch’s whole matrices', async () => {
    client = await start()
    let copied = 0
    for (const expected of circuits) {
      const what = JSON.stringify(asking(expected))
      const answer = await ask(path, expected)
      expect(headCircuit.parse(answer)).toEqual(answer)
      for (const [from, row] of expected.scores.entries()) {
        for (const [to, score] of row.entries()) {
          expect(answer.scores![from]![to], `${what} ${from} ${to}`).toBeCloseTo(score, 3)
        }
      }
      for (const [at, value] of expected.values.entries()) {
        expect(answer.values[at], `${what} ${at}`).toBeCloseTo(value, 4)
      }
      expect(expectDirections(answer, expected, what), what).toBeGreaterThan(4)
      const all = models.find(({ norms }) => norms === expected.norms)?.heads[expected.layer]?.[expected.head]
      if (expected.circuit === 'ov' && all) {
        expect(answer.copying!.score, what).toBeCloseTo(all.copying, 3)
        expect(answer.copying!.positive, what).toBeCloseTo(all.positive, 6)
        copied++
      } else if (expected.circuit === 'qk') expect(answer.copying, what).toBeNull()
      expect(answer.effectiveRank, what).toBeCloseTo(expected.effective_rank, 3)
      const pairs = await askPairs(path, expected, null)
      expect(circuitPairs.parse(pairs)).toEqual(pairs)
      expectPairs(pairs.high, expected.high, `${what} high`)
      expectPairs(pairs.low, expected.low, `${what} low`)
      const held = { id: reference.words[1]!, text: '', as: 'to' as const }
      const withWord = await askPairs(path, expected, held)
      const ofWord = (list: readonly Pair[]) => list.map(([from, , score]): Pair => [from, held.id, score])
      expectPairs(withWord.high, ofWord(expected.to_word.high), `${what} to a word, high`)
      expectPairs(withWord.low, ofWord(expected.to_word.low), `${what} to a word, low`)
    }
    expect(copied).toBeGreaterThan(0)
  }, 120_000)

  it('copy by the eigenvalues of the whole circuit, and compose as the whole products are long', async () => {
    client = await start()
    for (const { norms, heads, compositions } of models) {
      const answer = await askModel(path, norms)
      expect(modelCircuits.parse(answer)).toEqual(answer)
      for (const [layer, row] of heads.entries()) {
        for (const [head, { copying, positive }] of row.entries()) {
          expect(answer.heads[layer]![head]!.copying, `${norms} ${layer}.${head}`).toBeCloseTo(copying, 3)
          expect(answer.heads[layer]![head]!.positive, `${norms} ${layer}.${head}`).toBeCloseTo(positive, 6)
        }
      }
      const told = new Map(answer.compositions.map(({ kind, from, to, score }) => [keyOf(kind, from, to), score]))
      expect(told.size).toBe(compositions.length)
      for (const [kind, layer, head, toLayer, toHead, score] of compositions) {
        const key = keyOf(kind, { layer, head }, { layer: toLayer, head: toHead })
        expect(told.get(key), key).toBeCloseTo(score, 4)
      }
    }
  }, 120_000)
})

const keyOf = (kind: string, from: { layer: number; head: number }, to: { layer: number; head: number }) =>
  `${kind} ${from.layer}.${from.head} ${to.layer}.${to.head}`

describe('the sample', () => {
  it('has previous-token heads in layer 2 whose writes the keys of induction heads in layer 3 read', async () => {
    client = await start()
    const answer = await askModel('sample', 'folded')
    expect(answer.randomLength).toBe(25)
    expect(answer.inductions[0]).toMatchObject({
      previous: { layer: 2, head: 3 },
      induction: { layer: 3, head: 3 },
    })
    expect(new Set(answer.inductions.map(({ previous, induction }) => `${previous.layer} ${induction.layer}`))).toEqual(
      new Set(['2 3']),
    )
    // As PyTorch's patterns say (fixtures/make_circuits.py prints them).
    expect(answer.heads[2]![3]!.previous).toBeGreaterThan(0.5)
    for (const { induction } of answer.heads[3]!) expect(induction).toBeGreaterThan(0.4)
    for (const row of [answer.heads[0]!, answer.heads[5]!]) {
      for (const { induction } of row) expect(induction).toBeLessThan(0.2)
    }
    expect(answer.baseline).toBeCloseTo(1 / Math.sqrt(128), 6)
  }, 60_000)

  it('says what is folded, and what is left out', async () => {
    client = await start()
    const asked = { layer: 3, head: 1, circuit: 'qk', norms: 'folded', offset: 0, biases: false } as const
    const { notes } = await ask('sample', asked)
    expect(notes).toContain(
      'LayerNorm’s gains and centring are folded in; the division by each vector’s own length is not.',
    )
    expect(notes).toContain('Position vectors are left out.')
    expect((await ask('sample', { ...asked, norms: 'plain', biases: true })).notes).toEqual([
      'The gains of the norms are left out.',
      'Biases of queries and keys are added.',
      'Position vectors are left out.',
    ])
  })

  it('says of biases whether they are added, left out, or none', async () => {
    client = await start()
    const asked = { layer: 1, head: 1, norms: 'folded', offset: 0, biases: false } as const
    const notesOf = async (model: string, circuit: CircuitKind) =>
      (await ask(resolve('fixtures/models', model), { ...asked, circuit })).notes.join(' ')
    expect(await notesOf('llama-tiny', 'qk')).toContain('Queries and keys have no biases.')
    expect(await notesOf('llama-tiny', 'ov')).toContain('Values and W_O have no biases.')
    const isBiased = async (model: string) =>
      (await ask(resolve('fixtures/models', model), { ...asked, circuit: 'qk' })).biased
    expect(await isBiased('llama-tiny')).toBe(false)
    expect(await isBiased('qwen2-tiny')).toBe(true)
    expect(await notesOf('qwen2-tiny', 'qk')).toContain('Biases of queries and keys are left out.')
    expect(await notesOf('qwen2-tiny', 'ov')).toContain('The biases of values are left out: they are no word’s own.')
    expect(await notesOf('gpt2-tiny', 'ov')).toContain('The biases of values and of W_O are left out')
  })
})

describe('what is left out of all heads together', () => {
  it.each([
    ['gpt2-tiny', ['Biases of queries, keys, values and W_O are left out.', 'Position vectors are left out.']],
    ['llama-tiny', []],
    ['qwen2-tiny', ['Biases of queries, keys and values are left out.']],
    ['bloom-tiny', [expect.stringMatching(/^Biases of queries/), expect.stringMatching(/^ALiBi’s bias/)]],
    ['t5-tiny', ['The relative position bias is added in the model, and is left out.']],
  ])('is said where %s has it', async (name, expected) => {
    client = await start()
    const { notes } = await askModel(resolve('fixtures/models', name), 'folded')
    expect(notes.filter((note) => /left out/.test(note))).toEqual(expected)
    expect(notes.some((note) => /Heads from decoder to encoder/.test(note))).toBe(name === 't5-tiny')
  })
})

describe('circuits that a model does not have', () => {
  const whole = { norms: 'folded', offset: 0, biases: false } as const

  it('are refused by what was asked for', async () => {
    client = await start()
    const path = resolve('fixtures/models/gpt2-tiny')
    const asked = { ...whole, layer: 0, head: 0, circuit: 'qk' } as const
    await expect(ask(path, { ...asked, head: 4 })).rejects.toMatchObject({
      data: { message: 'gpt2-tiny has no head 0.4', remedy: 'Choose a head from 0 to 3.' },
    })
    await expect(ask(path, { ...asked, layer: 3 })).rejects.toMatchObject({
      data: { message: 'gpt2-tiny has no layer 3' },
    })
    await expect(ask(path, asked, [320])).rejects.toMatchObject({
      data: { message: 'gpt2-tiny has no token 320', remedy: 'Give token ids from 0 to 319.' },
    })
  })

  it('are told apart where keys are no words: Whisper’s cross-attention has directions on one side, and no pairs', async () => {
    client = await start()
    const path = resolve('fixtures/models/whisper-tiny')
    const cross = { ...whole, layer: 1, head: 0, circuit: 'qk' } as const
    const answer = await ask(path, cross)
    expect(answer.scores).toBeNull()
    expect(answer.to).toBeNull()
    expect(answer.directions[0]!.to).toBeNull()
    expect(answer.directions[0]!.from!.high).toHaveLength(5)
    expect(answer.notes).toContain('Keys and values are states that come from no words.')
    await expect(askPairs(path, cross, null)).rejects.toMatchObject({
      data: { message: 'On one side of this circuit stand states, and no words' },
    })
    const all = await askModel(path, 'folded')
    expect(all.heads[1]!.map(({ copying }) => copying)).toEqual(all.heads[1]!.map(() => null))
  })

  it('of an encoder and of a model without unembedding are read by the embedding, and say so', async () => {
    client = await start()
    for (const [name, layer] of [
      ['bert-tiny-mlm', 0],
      ['distilbert-tiny-classifier', 0],
      ['bart-tiny', 0],
      ['electra-tiny', 1],
    ] as const) {
      const path = resolve('fixtures/models', name)
      const answer = await ask(path, { ...whole, layer, head: 1, circuit: 'ov' })
      expect(answer.notes.at(-1), name).toMatch(/^What is written is read by the embedding, since /)
      expect(answer.scores!.flat().every(Number.isFinite), name).toBe(true)
    }
  })
})

describe('a look at circuits', () => {
  it('says how far it is, and stops when it is told to', async () => {
    client = await start()
    const controller = new AbortController()
    const input = { path: 'sample', device: 'cpu', norms: 'plain' } as const
    const call = await client.circuits.model(input, { signal: controller.signal })
    let step = await call.next()
    while (!step.done && step.value.stage !== 'multiplying') step = await call.next()
    expect(step.value).toMatchObject({ stage: 'multiplying', total: 22 })
    controller.abort()
    await expect(
      (async () => {
        for (;;) if ((await call.next()).done) return
      })(),
    ).rejects.toMatchObject({ data: { kind: 'cancelled' } })
  })
})
