import { readFileSync } from 'node:fs'
import { resolve } from 'node:path'
import { beforeEach, describe, expect, it, onTestFinished } from 'vitest'
import type { Decomposition, DecompositionTarget, Move, MovePart } from '../../shared/decomposition'
import { type FloatTensor, row } from '../../shared/tensor'
import { answerOf, type Client, startEngine, temporaryFolder } from './testing/engine-client'
import { kindOf, oneStack } from './testing/models'
import { readReferencePrompt } from './testing/reference'

const views = ['raw', 'unit', 'final'] as const

const configOf = (model: string): Record<string, unknown> =>
  JSON.parse(readFileSync(`fixtures/models/${model}/config.json`, 'utf8'))

let client: Client

beforeEach(async () => {
  const started = await startEngine(await temporaryFolder())
  client = started.client
  onTestFinished(() => started.engine.close())
})

async function decomposed(
  model: string,
  change: { view?: (typeof views)[number]; layer?: number; position?: number; target?: DecompositionTarget } = {},
): Promise<Decomposition> {
  const { tokenIds } = readReferencePrompt(model)
  const input = {
    path: resolve('fixtures/models', model),
    prompt: { ids: [...tokenIds] },
    device: 'cpu' as const,
    position: 3,
    layer: 1,
    view: 'raw' as const,
    target: { kind: 'end' } as const,
    ...change,
  }
  return (await answerOf(client.analyse.decomposition(input))).answer
}

const sum = (parts: readonly MovePart[], of: (part: MovePart) => number) =>
  parts.reduce((total, part) => total + of(part), 0)
const lists = ({ byHead, bySource, byPair, apart }: Move) =>
  (byHead.length === 0 ? [[]] : [byHead, bySource, byPair]).map((list) => [...list, ...apart])
const at = (tensors: ReadonlyMap<string, FloatTensor>, hook: string) => [...row(tensors.get(hook)!, 0, 3)]

describe('the parts of a step', () => {
  it.each(oneStack.flatMap((model) => views.map((view) => [model, view] as const)))(
    'sum to the step of %s as the view %s shows it',
    async (model, view) => {
      const answer = await decomposed(model, { view })
      for (const move of [answer.attention, answer.mlp]) {
        expect(move.off).toBeLessThan(1e-4)
        expect(move.length).toBeGreaterThan(0)
        for (const parts of lists(move)) {
          expect(sum(parts, ({ share }) => share)).toBeCloseTo(1, 4)
          for (const axis of [0, 1, 2] as const) {
            const drawn = move.to[axis] - move.from[axis]
            expect(Math.abs(sum(parts, ({ arrow }) => arrow[axis]) - drawn)).toBeLessThan(1e-4 * move.length)
          }
        }
      }
    },
  )

  it('lie in the same basis, and lead from and to the same points, as the path', async () => {
    const { tokenIds } = readReferencePrompt('gpt2-tiny')
    const path = resolve('fixtures/models/gpt2-tiny')
    for (const view of views) {
      const answer = await decomposed('gpt2-tiny', { view })
      const input = { path, prompt: { ids: [...tokenIds] }, device: 'cpu' as const, position: 3, view, watch: null }
      const { answer: trajectory } = await answerOf(client.analyse.trajectory(input))
      expect(answer.basis.hash).toBe(trajectory.basis.hash)
      expect(answer.attention.from).toEqual(trajectory.path[2])
      expect(answer.attention.to).toEqual(trajectory.path[3])
      expect(answer.mlp.to).toEqual(trajectory.path[4])
    }
  })

  it('have the shares that PyTorch’s attn_out has along the step', async () => {
    const { tensors } = readReferencePrompt('gpt2-tiny')
    const { attention, mlp } = await decomposed('gpt2-tiny')
    const written = at(tensors, 'blocks.1.hook_attn_out')
    expect(attention.length).toBeCloseTo(Math.hypot(...written), 5)
    expect(mlp.length).toBeCloseTo(Math.hypot(...at(tensors, 'blocks.1.hook_mlp_out')), 5)
    expect(mlp.apart.map(({ kind }) => kind)).toEqual(['mlp'])
    expect(attention.apart.map(({ kind }) => kind)).toEqual(['bias'])
  })

  it('read from no token that the mask hides', async () => {
    const { attention } = await decomposed('gpt2-tiny')
    expect(attention.bySource.map(({ source }) => source).sort()).toEqual([0, 1, 2, 3])
    const { tokenIds } = readReferencePrompt('bert-tiny')
    const encoder = await decomposed('bert-tiny')
    expect(encoder.attention.bySource).toHaveLength(tokenIds.length)
  })

  it('are ranked by the size of their share', async () => {
    const { attention } = await decomposed('llama-tiny')
    const sizes = attention.byPair.map(({ share }) => Math.abs(share))
    expect(sizes).toEqual(sizes.toSorted((a, b) => b - a))
  })
})

/** Logits are attributed before the soft cap, which is no sum (Gemma 2). */
function capOf(model: string): (logit: number) => number {
  const cap = configOf(model).final_logit_softcapping
  return typeof cap === 'number' ? (logit) => cap * Math.tanh(logit / cap) : (logit) => logit
}

const total = ({ map }: Decomposition) =>
  map.rows.reduce(
    (all, { heads, bias, mlp, shift }) =>
      all + heads.reduce((line, { value }) => line + value, 0) + (bias?.value ?? 0) + mlp!.value + shift,
    map.start.value + map.finalShift + map.wordBias,
  )

describe('the contributions of the whole model', () => {
  it.each(oneStack)('sum to the length of the final vector of %s', async (model) => {
    const { tensors } = readReferencePrompt(model)
    const answer = await decomposed(model)
    const last = answer.model.layers - 1
    const end = at(tensors, `blocks.${last}.${answer.postNorm ? 'hook_normalized_resid_post' : 'hook_resid_post'}`)
    expect(total(answer)).toBeCloseTo(Math.hypot(...end), 3)
    expect(answer.map.off).toBeLessThan(1e-4 * answer.map.total)
  })

  // A masked-word head has a dense layer and an activation, over which nothing can be shared out; classifiers score no words.
  const scoresWords = (model: string) =>
    !/For(Sequence|Token)Classification/.test(String(configOf(model).architectures))
  it.each(oneStack.filter((model) => kindOf(model) === 'decoder' && scoresWords(model)))(
    'sum to the logit that PyTorch gives in %s',
    async (model) => {
      const { tensors } = readReferencePrompt(model)
      const logits = at(tensors, 'logits')
      const capped = capOf(model)
      const one = await decomposed(model, { target: { kind: 'word', id: 7 } })
      expect(capped(total(one))).toBeCloseTo(logits[7]!, 3)
      const two = await decomposed(model, { target: { kind: 'words', id: 7, than: 19 } })
      const other = await decomposed(model, { target: { kind: 'word', id: 19 } })
      expect(total(two)).toBeCloseTo(total(one) - total(other), 3)
      expect(capped(total(one)) - capped(total(other))).toBeCloseTo(logits[7]! - logits[19]!, 3)
      expect(two.words.map(({ id }) => id)).toEqual([7, 19])
    },
  )

  it('give a head of the chosen layer the same value as the list', async () => {
    const { attention, map } = await decomposed('llama-tiny', { target: { kind: 'word', id: 7 }, view: 'unit' })
    for (const { head, value } of attention.byHead) expect(map.rows[1]!.heads[head!]!.value).toBeCloseTo(value, 5)
  })
})

describe('a target that a model does not have', () => {
  it.each(['bert-tiny', 'bert-tiny-mlm'])('is refused for %s with a reason', async (model) => {
    const fault = await decomposed(model, { target: { kind: 'word', id: 7 } }).catch((error: unknown) => error)
    expect((fault as { data: { message: string; kind: string } }).data).toMatchObject({
      kind: 'input',
      place: 'target',
      message: expect.stringMatching(/cannot be counted toward a word/),
    })
  })

  it('is refused where the layer is not in the model', async () => {
    const fault = await decomposed('gpt2-tiny', { layer: 9 }).catch((error: unknown) => error)
    expect((fault as { data: { message: string } }).data.message).toBe('gpt2-tiny has no layer 9')
  })
})
