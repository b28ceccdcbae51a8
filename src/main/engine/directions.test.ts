import { readFileSync } from 'node:fs'
import { resolve } from 'node:path'
import { beforeEach, describe, expect, it, onTestFinished } from 'vitest'
import { makeWordModel } from '../../../e2e/word-model'
import {
  type Direction,
  type DirectionAngles,
  type DirectionLook,
  directionAngles,
  directionLook,
  type Probe,
  probe,
} from '../../shared/direction'
import { type WordArithmetic, wordArithmetic } from '../../shared/word-arithmetic'
import { listsOf } from '../../shared/word-list'
import { shippedLists } from './shipped-lists'
import { answerOf, type Client, startEngine, temporaryFolder } from './testing/engine-client'
import { twoStacks } from './testing/models'

interface Look {
  length: number
  values: [number[], number[]]
  cohensD: number
}
interface Case {
  name: string
  lower: boolean
  station: string
  looks: { embedding: Look; unembedding?: Look; last: Look; mean: Look }
  cosines: number[][]
  sum: { length: number; cosine: [number, number][]; dot: [number, number][] }
}
// What transformers and NumPy say (fixtures/make_directions.py).
const reference = JSON.parse(readFileSync('fixtures/reference/directions.json', 'utf8')) as {
  words: [string[], string[]]
  sentences: [string[], string[]]
  terms: [number, string][]
  cases: Case[]
}

let client: Client

beforeEach(async () => {
  const { engine, client: started } = await startEngine(await temporaryFolder())
  client = started
  onTestFinished(() => engine.close())
})

const folderOf = (name: string) => resolve('fixtures/models', name)

function directionOf(over: Partial<Direction>): Direction {
  const lists = { minus: ['Paris'], plus: ['Rome'] }
  const how = { paired: true, state: 'last', made: 'means', fingerprint: null } as const
  return { name: 'a direction', ends: ['one', 'other'], at: 'embedding', ...lists, ...how, ...over }
}

const lookAt = async (path: string, direction: Direction): Promise<DirectionLook> =>
  (await answerOf(client.analyse.direction({ path, device: 'cpu', direction }))).answer

/** The directions of a case, in the order of its angles. */
function directionsOf({ lower, station, looks }: Case): Direction[] {
  const words = reference.words.map((list) => list.map((word) => (lower ? word.toLowerCase() : word)))
  const ofWords = { minus: words[0]!, plus: words[1]! }
  const ofSentences = { minus: reference.sentences[0], plus: reference.sentences[1], at: station }
  return [
    directionOf({ ...ofWords, at: 'embedding', name: 'embedding' }),
    ...(looks.unembedding ? [directionOf({ ...ofWords, at: 'unembedding', name: 'unembedding' })] : []),
    directionOf({ ...ofSentences, state: 'last', name: 'last' }),
    directionOf({ ...ofSentences, state: 'mean', name: 'mean' }),
  ]
}

describe.each(reference.cases)('directions in $name', (one) => {
  it('are as long, and their words and sentences lie along them, as transformers and NumPy have it', async () => {
    for (const direction of directionsOf(one)) {
      const look = await lookAt(folderOf(one.name), direction)
      expect(directionLook.parse(look)).toEqual(look)
      const wanted = one.looks[direction.name as keyof Case['looks']]!
      expect(look.length).toBeCloseTo(wanted.length, 4)
      expect(look.leftOneOut).toBe(true)
      for (const end of [0, 1] as const) {
        for (const [at, { value }] of look.lists[end].entries.entries()) {
          expect(value).toBeCloseTo(wanted.values[end][at]!, 3)
        }
      }
      expect(look.cohensD).toBeCloseTo(wanted.cohensD, 3)
    }
  })

  it('stand at the angles that NumPy has', async () => {
    const directions = directionsOf(one)
    const { answer } = await answerOf<DirectionAngles>(
      client.analyse.angles({ path: folderOf(one.name), device: 'cpu', directions }),
    )
    expect(directionAngles.parse(answer)).toEqual(answer)
    expect(answer.random).toBeCloseTo(1 / Math.sqrt(answer.dModel), 12)
    for (const [a, row] of answer.cosines.entries()) {
      for (const [b, cosine] of row.entries()) expect(cosine).toBeCloseTo(one.cosines[a]![b]!, 4)
    }
  })

  it.each(['cosine', 'dot'] as const)('sum to the words that are nearest by %s', async (measure) => {
    const terms = reference.terms.map(([weight, word]) => ({
      weight,
      word: one.lower ? word.toLowerCase() : word,
      sentence: null,
    }))
    const question = { terms, at: 'embedding', among: 'embedding', measure, withOwn: true, count: 6 } as const
    const { answer } = await answerOf<WordArithmetic>(
      client.analyse.arithmetic({ path: folderOf(one.name), device: 'cpu', ...question }),
    )
    expect(wordArithmetic.parse(answer)).toEqual(answer)
    expect(answer.length).toBeCloseTo(one.sum.length, 4)
    expect(answer.words.map(({ id }) => id)).toEqual(one.sum[measure].map(([id]) => id))
    for (const [at, { value }] of answer.words.entries()) expect(value).toBeCloseTo(one.sum[measure][at]![1], 4)
  })
})

describe('a third list along a direction', () => {
  it.each(['words', 'sentences'] as const)('of %s lies by the scalar product with the unit direction', async (of) => {
    const ofWords = { minus: ['king'], plus: ['queen'] }
    const ofSentences = { minus: ['The king is here'], plus: ['The queen is here'], at: 'blocks.2.hook_resid_post' }
    const direction = directionOf(of === 'words' ? ofWords : ofSentences)
    const [from, to] = [direction.minus[0]!, direction.plus[0]!]
    const unknown = of === 'words' ? ['zzzqx'] : []
    const third = { name: 'both', entries: [to, ...unknown, from] }
    const { answer } = await answerOf<DirectionLook>(
      client.analyse.direction({ path: 'sample', device: 'cpu', direction, third }),
    )
    expect(directionLook.parse(answer)).toEqual(answer)
    const { entries, leftOut, counts, name } = answer.third!
    expect([name, leftOut]).toEqual(['both', unknown])
    expect(entries.map(({ text }) => text)).toEqual([to, from])
    // (b − a) · (b − a) / ‖b − a‖ = ‖b − a‖: the two ends lie as far apart along it as it is long.
    expect(entries[0]!.value - entries[1]!.value).toBeCloseTo(answer.length, 4)
    expect([counts[0], counts.at(-1), counts.reduce((sum, count) => sum + count)]).toEqual([1, 1, 2])
  })

  it('of no known word is refused by its name', async () => {
    const direction = directionOf({ minus: ['king'], plus: ['queen'] })
    const third = { name: 'nothing', entries: ['zzzqx'] }
    await expect(
      answerOf(client.analyse.direction({ path: 'sample', device: 'cpu', direction, third })),
    ).rejects.toMatchObject({
      data: { message: 'sample has no single token for any word of “nothing”', place: 'zzzqx' },
    })
  })
})

describe('word arithmetic on the sample', () => {
  const add = async (over: Partial<Parameters<Client['analyse']['arithmetic']>[0]>): Promise<WordArithmetic> => {
    const term = (weight: number, word: string) => ({ weight, word, sentence: null })
    const terms = [term(1, 'king'), term(-1, 'man'), term(1, 'woman')]
    const question = {
      terms,
      at: 'embedding',
      among: 'embedding',
      measure: 'cosine',
      withOwn: false,
      count: 3,
    } as const
    return (await answerOf(client.analyse.arithmetic({ path: 'sample', device: 'cpu', ...question, ...over }))).answer
  }

  it('finds the queen, says where the left-out words stand, and puts them in where that is asked', async () => {
    const answer = await add({})
    expect(answer.words[0]!.text).toBe(' queen')
    expect(answer.own.map(({ text }) => text)).toContain(' king')
    const [first] = answer.own
    const withOwn = await add({ withOwn: true, count: 5 })
    expect(withOwn.words[first!.rank]).toEqual(first)
    expect(withOwn.words.map(({ rank }) => rank)).toEqual([0, 1, 2, 3, 4])
  })

  it('finds it in the unembedding too, which is the same table', async () => {
    expect((await add({ at: 'unembedding', among: 'unembedding' })).words[0]!.text).toBe(' queen')
  })

  it('takes each term’s token in its sentence where a layer is looked at', async () => {
    const term = (weight: number, word: string) => ({ weight, word, sentence: `The ${word} sleeps` })
    const terms = [term(1, 'king'), term(-1, 'man'), term(1, 'woman')]
    const embed = await add({ terms, at: 'embed' })
    expect(embed.terms.map(({ tokens }) => tokens.map(({ text }) => text))).toEqual([[' king'], [' man'], [' woman']])
    const later = await add({ terms, at: 'blocks.0.hook_resid_post' })
    expect(later.length).not.toBeCloseTo(embed.length, 2)
    // A block's resid_pre is the resid_post of the one before.
    expect((await add({ terms, at: 'blocks.1.hook_resid_pre' })).length).toBe(later.length)
  })

  it('stands for a word of several tokens by their mean, and says which', async () => {
    const answer = await add({ terms: [{ weight: 1, word: 'skateboard', sentence: null }] })
    expect(answer.terms[0]!.tokens.length).toBeGreaterThan(1)
    expect(answer.terms[0]!.tokens.map(({ text }) => text).join('')).toBe(' skateboard')
  })

  it('refuses a term without its sentence at a layer, and a station that is not there', async () => {
    await expect(add({ at: 'blocks.0.hook_resid_post' })).rejects.toThrow(/“king” has no sentence/)
    const terms = [{ weight: 1, word: 'king', sentence: 'The queen sleeps' }]
    await expect(add({ terms, at: 'blocks.0.hook_resid_post' })).rejects.toThrow(/“king” is not in “The queen sleeps”/)
    await expect(add({ terms, at: 'blocks.9.hook_resid_post' })).rejects.toThrow(
      /no station “blocks.9.hook_resid_post”/,
    )
  })
})

describe('shipped lists', () => {
  it('say how many of their words the sample has; a pair goes whole', async () => {
    const lists = await client.directions.lists({ path: 'sample' })
    expect(lists.map(({ id, known }) => [id, known && `${known.known} of ${known.words}`])).toEqual([
      ['capitals', '56 of 64'],
      ['gender', expect.stringMatching(/^\d+ of \d+$/)],
      ['number', expect.stringMatching(/^\d+ of \d+$/)],
      ['tense', expect.stringMatching(/^\d+ of \d+$/)],
      ['sentiment', expect.stringMatching(/^\d+ of \d+$/)],
      ['subject-number', null],
    ])
    const { ends } = shippedLists.capitals!
    const look = await lookAt('sample', directionOf({ ...listsOf(shippedLists.capitals!), ends }))
    expect(look.lists.map(({ entries, leftOut }) => [entries.length, leftOut.length])).toEqual([
      [28, 4],
      [28, 4],
    ])
    // Capitals lie apart from countries they were not told of: a truth of the sample.
    expect(look.cohensD).toBeGreaterThan(2)
    expect(look.overlap).toBeLessThan(0.2)
  })

  it('refuse a direction of words that the vocabulary lacks', async () => {
    const strange = directionOf({ minus: ['skateboard'], plus: ['king'] })
    await expect(lookAt('sample', strange)).rejects.toThrow(/no single token for any word of “/)
    await expect(lookAt('sample', directionOf({ fingerprint: 'other' }))).rejects.toThrow(/belongs to another model/)
  })
})

describe('a probe', () => {
  const ask = async (over: Partial<Parameters<Client['analyse']['probe']>[0]> = {}) => {
    const list = shippedLists['subject-number']!
    const input = { ...listsOf(list), ends: list.ends, paired: true, state: 'last', folds: 5, seed: 1 } as const
    return answerOf<Probe>(client.analyse.probe({ path: 'sample', device: 'cpu', ...input, ...over }))
  }

  it('finds the number of the subject at the last noun only after attention brought it there', async () => {
    const { answer, stages } = await ask()
    expect(probe.parse(answer)).toEqual(answer)
    expect(stages).toEqual(expect.arrayContaining(['running', 'analysing']))
    expect(answer.chance).toBe(0.5)
    expect(answer.stations).toHaveLength(13)
    // Both sentences of a pair end in one word: what the embedding alone tells of them is chance.
    expect(Math.abs(answer.stations[0]!.accuracy - 0.5)).toBeLessThan(0.01)
    expect(answer.stations[answer.best]!.accuracy).toBeGreaterThan(0.95)
    for (const { shuffled } of answer.stations) expect(Math.abs(shuffled - 0.5)).toBeLessThan(0.2)
    const { tap } = answer.stations[answer.best]!
    const list = shippedLists['subject-number']!
    const saved = directionOf({ ...listsOf(list), ends: list.ends, at: tap, made: 'probe' })
    const look = await lookAt('sample', saved)
    expect(look.leftOneOut).toBe(false)
    expect(look.cohensD).toBeGreaterThan(2)
  })

  it('refuses fewer sentences than folds', async () => {
    await expect(ask({ minus: ['The key'], plus: ['The keys'] })).rejects.toThrow(/A list has one sentence/)
  })

  it.each(['t5-tiny', 'bart-tiny'].filter((name) => twoStacks.includes(name)))(
    'looks at the stations of both stacks of %s',
    async (name) => {
      const path = makeWordModel(await temporaryFolder(), name)
      const one = ['the house is red', 'the river is red', 'a house is red', 'a river is red']
      const other = ['the house is old', 'the river is old', 'a house is old', 'a river is old']
      const { answer } = await ask({ path, minus: one, plus: other, folds: 2 })
      expect(answer.stations[0]!.tap).toMatch(/^encoder\.0/)
      expect(answer.stations[0]!.accuracy).toBe(1)
      expect(answer.stations.at(-1)!.tap).toMatch(/^decoder\./)
      expect(answer.stations.some(({ kind }) => kind === 'cross')).toBe(true)
    },
  )
})

describe('saved directions', () => {
  it('are kept by name, and one of the same name gives way', async () => {
    expect(await client.directions.saved()).toEqual([])
    const first = directionOf({ name: 'gender' })
    expect(await client.directions.save(first)).toEqual([first])
    const second = directionOf({ name: 'number' })
    const other = directionOf({ name: 'gender', at: 'unembedding' })
    await client.directions.save(second)
    expect(await client.directions.save(other)).toEqual([other, second])
    expect(await client.directions.remove({ name: 'number' })).toEqual([other])
    expect(await client.directions.saved()).toEqual([other])
  })
})
