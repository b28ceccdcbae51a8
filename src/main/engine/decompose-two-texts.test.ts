import { beforeEach, describe, expect, it, onTestFinished } from 'vitest'
import type { AttentionPlace } from '../../shared/attention-places'
import type { Decomposition, DecompositionTarget, Move, MovePart } from '../../shared/decomposition'
import { type FloatTensor, row } from '../../shared/tensor'
import type { TrajectoryView } from '../../shared/trajectory'
import { answerOf, type Client, startEngine, temporaryFolder } from './testing/engine-client'
import { twoStacks } from './testing/models'
import { placedIn, type TwoTexts, twoTexts, writtenBy } from './testing/two-texts'

const views = ['raw', 'unit', 'final'] as const

let client: Client
let folder: string

beforeEach(async () => {
  folder = await temporaryFolder()
  const started = await startEngine(folder)
  client = started.client
  onTestFinished(() => started.engine.close())
})

interface Choice {
  readonly position: number
  readonly layer: number
  readonly view?: TrajectoryView
  readonly target?: DecompositionTarget
}

async function decomposed({ path, prompt }: TwoTexts, choice: Choice): Promise<Decomposition> {
  const usual = { device: 'cpu', view: 'raw', target: { kind: 'end' } } as const
  return (await answerOf(client.analyse.decomposition({ path, prompt, ...usual, ...choice }))).answer
}

async function opened(model: string) {
  const texts = twoTexts(model, folder)
  return { texts, attentions: placedIn(await client.model.inspect({ path: texts.path }), texts) }
}

const sum = (parts: readonly MovePart[], of: (part: MovePart) => number) =>
  parts.reduce((total, part) => total + of(part), 0)
const lists = ({ byHead, bySource, byPair, apart }: Move) =>
  (byHead.length === 0 ? [[]] : [byHead, bySource, byPair]).map((list) => [...list, ...apart])
const distance = (a: Float32Array, b: Float32Array) => Math.hypot(...a.map((value, i) => value - b[i]!))

/** The stream before and after an attention's step as PyTorch has it, after the norm of the sum where there is one. */
function ends(tensors: ReadonlyMap<string, FloatTensor>, { at, queries, keys }: AttentionPlace, own: number) {
  const block = at.slice(0, at.lastIndexOf('.'))
  const of = (name: string) => {
    const tensor = tensors.get(`${block}.hook_normalized_${name}`) ?? tensors.get(`${block}.hook_${name}`)!
    return row(tensor, 0, own)
  }
  return queries === keys ? [of('resid_pre'), of('resid_mid')] : [of('resid_mid'), of('resid_mid_cross')]
}

describe.each(twoStacks)('the parts of a step of %s', (model) => {
  it('sum to it in every attention, the MLP after it, and every view, and it is as long as PyTorch’s', async () => {
    const { texts, attentions } = await opened(model)
    for (const { place, number, query, own } of attentions) {
      for (const view of views) {
        const answer = await decomposed(texts, { position: query, layer: number, view })
        expect(answer.place).toMatchObject({ name: place.name, queries: place.queries, keys: place.keys })
        for (const move of [answer.attention, answer.mlp]) {
          expect(move.off).toBeLessThan(1e-4)
          for (const parts of lists(move)) {
            expect(sum(parts, ({ share }) => share)).toBeCloseTo(1, 4)
            for (const axis of [0, 1, 2] as const) {
              const drawn = move.to[axis] - move.from[axis]
              expect(Math.abs(sum(parts, ({ arrow }) => arrow[axis]) - drawn)).toBeLessThan(1e-4 * move.length)
            }
          }
        }
        if (view !== 'raw') continue
        const [before, after] = ends(texts.tensors, place, own)
        expect(answer.attention.length).toBeCloseTo(distance(before!, after!), 4)
      }
    }
  })

  it('are read from the tokens of the text that its keys are of, and lead to the path’s own stations', async () => {
    const { texts, attentions } = await opened(model)
    const { path, prompt, source, target, firstTarget } = texts
    for (const { place, number, query } of attentions) {
      const { attention, mlp, basis } = await decomposed(texts, { position: query, layer: number })
      const ofSource = place.queries === 'encoder' || place.queries !== place.keys
      const [first, count] = ofSource ? [0, source] : [firstTarget, target]
      const read = attention.bySource.map((part) => part.source).sort((a, b) => a! - b!)
      expect(read).toEqual(Array.from({ length: count }, (_, at) => first + at))
      const input = { path, prompt, device: 'cpu', position: query, view: 'raw', watch: null } as const
      const { answer: trajectory } = await answerOf(client.analyse.trajectory(input))
      expect(basis.hash).toBe(trajectory.basis.hash)
      for (const { from, to, station } of [attention, mlp]) {
        expect([from, to]).toEqual([trajectory.path[station - 1], trajectory.path[station]])
      }
      const kind = ofSource && place.queries !== 'encoder' ? 'cross' : 'attention'
      expect(trajectory.steps[attention.station]).toMatchObject({ kind, layer: place.layer })
      expect(trajectory.steps[mlp.station]).toMatchObject({ kind: 'mlp', layer: place.layer })
    }
  })
})

// Before a norm of the sum the stream's change is what was written.
describe.each(['t5-tiny', 't5-tiny-gated', 'mbart-tiny', 'pegasus-tiny', 'whisper-tiny'])(
  'what is read from each token in %s',
  (model) => {
    it('is as long as PyTorch’s weight times value through the file’s W_O', async () => {
      const { texts, attentions } = await opened(model)
      for (const { place, number, query, own, firstKey } of attentions) {
        const { attention } = await decomposed(texts, { position: query, layer: number })
        const [pattern, v] = ['pattern', 'v'].map((name) => texts.tensors.get(`${place.at}.hook_${name}`)!)
        for (const { head, source, length } of attention.byPair) {
          const key = source! - firstKey
          const weight = row(pattern!, 0, head!, own)[key]!
          const value = row(v!, 0, key, head!).map((one) => weight * one)
          expect(length).toBeCloseTo(Math.hypot(...writtenBy(texts.path, place, head!, value)), 4)
        }
      }
    })
  },
)

const total = ({ map }: Decomposition) =>
  map.rows.reduce(
    (all, { heads, bias, mlp, shift }) =>
      all + heads.reduce((line, { value }) => line + value, 0) + (bias?.value ?? 0) + (mlp?.value ?? 0) + shift,
    map.start.value + map.finalShift + map.wordBias,
  )

describe.each(twoStacks)('the contributions of a whole stack of %s', (model) => {
  it('have a row for each attention that the token goes through, and sum to the length of the final vector', async () => {
    const { texts, attentions } = await opened(model)
    const last = new Map(attentions.map((one) => [one.place.queries, one]))
    for (const { place, number, query, own } of last.values()) {
      const answer = await decomposed(texts, { position: query, layer: number })
      const of = attentions.filter((one) => one.place.queries === place.queries)
      expect(answer.map.rows.map(({ layer }) => layer)).toEqual(of.map((one) => one.number))
      expect(answer.map.rows.filter(({ mlp }) => mlp !== null)).toHaveLength(answer.model.layers)
      const block = place.at.slice(0, place.at.lastIndexOf('.'))
      const end = texts.tensors.get(`${block}.hook_${answer.postNorm ? 'normalized_' : ''}resid_post`)!
      expect(total(answer)).toBeCloseTo(Math.hypot(...row(end, 0, own)), 3)
      expect(answer.map.off).toBeLessThan(1e-4 * answer.map.total)
    }
  })

  it('sum to the logit that PyTorch gives at a token of the decoder', async () => {
    const { texts, attentions } = await opened(model)
    const { number, query, own } = attentions.at(-1)!
    const logits = row(texts.tensors.get('logits')!, 0, own)
    const at = { position: query, layer: number }
    const one = await decomposed(texts, { ...at, target: { kind: 'word', id: 7 } })
    expect(total(one)).toBeCloseTo(logits[7]!, 3)
    const two = await decomposed(texts, { ...at, target: { kind: 'words', id: 7, than: 19 } })
    expect(total(two)).toBeCloseTo(logits[7]! - logits[19]!, 3)
    expect(two.attributesLogits).toBe(true)
  })
})

describe('what has no meaning is refused', () => {
  const refused = async (choice: Choice) => {
    const { texts } = await opened('t5-tiny')
    return decomposed(texts, choice).then(
      () => null,
      ({ data }) => data,
    )
  }

  it('where the token goes through the other stack', async () => {
    expect(await refused({ position: 2, layer: 3 })).toMatchObject({
      kind: 'input',
      message: 'The attention cross 0 is asked by the decoder’s tokens, and token 2 is one of the encoder’s',
      remedy: 'Choose a position from 11 to 19, or an attention that token asks.',
    })
    expect(await refused({ position: 12, layer: 0 })).toMatchObject({
      message: 'The attention enc 0 is asked by the encoder’s tokens, and token 12 is one of the decoder’s',
    })
  })

  it('where the model has no such attention, or the prompt no such token', async () => {
    expect(await refused({ position: 2, layer: 9 })).toMatchObject({
      message: 't5-tiny has no attention 9',
      remedy: 'Choose an attention from 0 to 5.',
    })
    expect(await refused({ position: 20, layer: 3 })).toMatchObject({ message: 'The prompt has no position 20' })
  })

  it('toward a word at a token of the encoder, which ends in none', async () => {
    expect(await refused({ position: 2, layer: 0, target: { kind: 'word', id: 7 } })).toMatchObject({
      place: 'target',
      message: expect.stringContaining('The encoder’s tokens end in states that the decoder reads, not in words'),
    })
  })
})
