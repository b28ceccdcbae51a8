import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { Progress } from '../../shared/contract'
import { Fault } from '../../shared/fault'
import { floatTensor, row } from '../../shared/tensor'
import { trajectory, trajectoryView } from '../../shared/trajectory'
import { analyseTrajectory } from './index'
import { fakeVocabulary } from './testing/fake-vocabulary'
import { requestOf } from './testing/request'

const views = trajectoryView.options

async function faultOf(answer: Promise<unknown>): Promise<Fault> {
  const error = await answer.then(
    () => null,
    (thrown: unknown) => thrown,
  )
  expect(error).toBeInstanceOf(Fault)
  return error as Fault
}

describe('a trajectory', () => {
  it.each(views)(
    'has a point and a row for each station in the %s view, and is what the contract says',
    async (view) => {
      const request = requestOf({}, { view })
      const answer = await analyseTrajectory(request)
      expect(trajectory.parse(answer)).toEqual(answer)
      expect(answer.path).toHaveLength(7)
      expect(answer.steps.map(({ tap, layer, kind }) => ({ tap, layer, kind }))).toEqual(
        request.stations.map(({ tap, layer, kind }) => ({ tap, layer, kind })),
      )
      expect(answer.others.map(({ position, path }) => [position, path.length])).toEqual(
        [0, 1, 3, 4].map((at) => [at, 7]),
      )
    },
  )

  it.each(views)('is the same for the same request in the %s view', async (view) => {
    expect(await analyseTrajectory(requestOf({}, { view }))).toEqual(await analyseTrajectory(requestOf({}, { view })))
  })

  it('measures its steps on raw vectors whatever the view', async () => {
    const [raw, ...rest] = await Promise.all(views.map((view) => analyseTrajectory(requestOf({}, { view }))))
    for (const answer of rest) expect(answer.steps).toEqual(raw!.steps)
    expect(new Set([raw, ...rest].map((answer) => answer!.basis.hash)).size).toBe(3)
  })

  it('keeps step lengths, shares and path when every raw vector is moved by the same one', async () => {
    const request = requestOf()
    const before = await analyseTrajectory(request)
    await fc.assert(
      fc.asyncProperty(fc.array(fc.integer({ min: -8, max: 8 }), { minLength: 16, maxLength: 16 }), async (by) => {
        const residuals = new Map(
          [...request.residuals].map(([tap, { data, shape }]) => [
            tap,
            floatTensor(
              data.map((value, i) => value + by[i % 16]!),
              shape,
            ),
          ]),
        )
        const after = await analyseTrajectory({ ...request, residuals })
        for (const [index, step] of before.steps.entries()) {
          expect(after.steps[index]!.length).toBeCloseTo(step.length, 4)
          for (const k of [0, 1, 2]) expect(after.path[index]![k]).toBeCloseTo(before.path[index]![k]!, 4)
        }
        for (const k of [0, 1, 2]) expect(after.basis.shares[k]).toBeCloseTo(before.basis.shares[k]!, 5)
      }),
      { numRuns: 20 },
    )
  })

  it('shows another token that went the same way on the same points', async () => {
    const request = requestOf()
    for (const residual of request.residuals.values()) row(residual, 0, 4).set(row(residual, 0, request.position))
    const { path, others } = await analyseTrajectory(request)
    expect(others.find(({ position }) => position === 4)!.path).toEqual(path)
  })

  it('is of one station alone in a model without layers, and of one token alone without others', async () => {
    const answer = await analyseTrajectory(requestOf({ layers: 0, tokens: 1 }))
    expect(answer.path).toEqual([[0, 0, 0]])
    expect(answer.basis.shares).toEqual([0, 0, 0])
    expect(answer.steps[0]).toMatchObject({ length: 0, cosineToStart: 1, cosineToEnd: 1 })
    expect(answer.others).toEqual([])
  })

  it('has cosines of 0 to a vector without length', async () => {
    const request = requestOf()
    row(request.residuals.get('blocks.0.hook_resid_pre')!, 0, request.position).fill(0)
    const { steps } = await analyseTrajectory({ ...request, view: 'unit' })
    expect(steps.map(({ cosineToStart }) => cosineToStart)).toEqual(Array(7).fill(0))
    expect(steps[0]!.norm).toBe(0)
    expect(steps.at(-1)!.cosineToEnd).toBe(1)
  })
})

describe('the words of a trajectory', () => {
  it('are asked for with all stations in one call of each kind', async () => {
    const vocabulary = fakeVocabulary(40, 16)
    const { words } = await analyseTrajectory(requestOf({}, { vocabulary, view: 'final' }))
    expect(vocabulary.calls).toEqual([
      'finalNorm 7',
      `finalNorm ${4 * 7}`,
      'nearest 7',
      'lens 7',
      'watch 7',
      `embedded ${words.length}`,
      `finalNorm ${words.length}`,
    ])
  })

  it('stand where their embedding is seen, beside a row for each station of the five nearest', async () => {
    const request = requestOf()
    const { words, steps, path } = await analyseTrajectory(request)
    // A token that is a word's embedding all along must stand where the word stands.
    const word = words[3]!
    const embedding = (await request.vocabulary.embedded([word.id], request.position)).data
    for (const residual of request.residuals.values()) row(residual, 0, 0).set(embedding)
    const again = await analyseTrajectory(request)
    expect(again.others[0]!.path).toEqual(path.map(() => word.at))
    expect(word.text).toBe(` w${word.id}`)
    expect(steps[word.station]!.nearest.concat(words).find(({ id }) => id === word.id)!.cosine).toBe(word.cosine)
    for (const { nearest } of steps) {
      expect(nearest).toHaveLength(5)
      expect(nearest.map(({ cosine }) => cosine)).toEqual(nearest.map(({ cosine }) => cosine).sort((a, b) => b - a))
    }
  })

  it('are each told once, at least twelve of each station of a long path', async () => {
    const { words, path } = await analyseTrajectory(requestOf({ layers: 60, vocabulary: 3000 }))
    expect(path).toHaveLength(121)
    expect(words.length).toBeGreaterThanOrEqual(12)
    expect(words.length).toBeLessThanOrEqual(900)
    expect(new Set(words.map(({ id }) => id)).size).toBe(words.length)
  })

  it('make a cloud also around a path of few stations', async () => {
    const { words, path } = await analyseTrajectory(requestOf({ vocabulary: 3000 }))
    expect(path).toHaveLength(7)
    // Twelve of each would be 84 at most.
    expect(words.length).toBeGreaterThan(84)
  })

  it('are as many as there are in a vocabulary of a few', async () => {
    const { words, steps } = await analyseTrajectory(requestOf({ vocabulary: 3 }))
    expect(words).toHaveLength(3)
    expect(steps[0]!.nearest).toHaveLength(3)
    expect(steps[0]!.lens).toHaveLength(3)
  })
})

describe('the watched word', () => {
  it('is the likeliest at the end when none is asked for', async () => {
    const { watched, steps } = await analyseTrajectory(requestOf())
    const { id, text, probability } = steps.at(-1)!.lens![0]!
    expect(watched).toEqual({ id, text })
    expect(steps.at(-1)!.watched).toEqual({ probability, rank: 0 })
  })

  it('is the one asked for', async () => {
    const { watched, steps } = await analyseTrajectory(requestOf({}, { watch: 11 }))
    expect(watched).toEqual({ id: 11, text: ' w11' })
    for (const step of steps) {
      const place = step.lens!.findIndex(({ id }) => id === 11)
      if (place >= 0) expect(step.watched).toEqual({ probability: step.lens![place]!.probability, rank: place })
    }
  })

  it('is none, as is the lens, where the model does not end in vocabulary scores', async () => {
    const vocabulary = fakeVocabulary(40, 16, { unembeds: false })
    const { watched, steps } = await analyseTrajectory(requestOf({}, { vocabulary, watch: 11 }))
    expect(watched).toBeNull()
    for (const step of steps) expect(step).toMatchObject({ lens: null, watched: null })
    expect(vocabulary.calls.filter((call) => /lens|watch/.test(call))).toEqual([])
  })
})

describe('a trajectory that cannot be', () => {
  it.each([-1, 5, 1.5])('is refused for position %d of 5 tokens', async (position) => {
    const { data } = await faultOf(analyseTrajectory(requestOf({}, { position })))
    expect(data).toEqual({
      kind: 'input',
      message: `Position ${position} is not in the prompt`,
      remedy: 'Choose one from 0 to 4.',
    })
  })

  it('is refused for a watched word outside the vocabulary', async () => {
    const fault = await faultOf(analyseTrajectory(requestOf({}, { watch: 40 })))
    expect(fault.message).toBe('Token id 40 is not in the vocabulary. Choose one from 0 to 39.')
  })

  it.each([
    [2, NaN],
    [2, Infinity],
    [0, -Infinity],
  ])('names hook point and token when a value of token %i is %d', async (token, value) => {
    const vocabulary = fakeVocabulary(40, 16)
    const request = requestOf({}, { vocabulary })
    row(request.residuals.get('blocks.1.hook_resid_mid')!, 0, token)[9] = value
    const fault = await faultOf(analyseTrajectory(request))
    expect(fault.data.kind).toBe('environment')
    expect(fault.message).toBe(
      `The values of blocks.1.hook_resid_mid are not finite (at token ${token}). Run on the CPU.`,
    )
    expect(vocabulary.calls).toEqual([])
  })

  it('stops before anything is asked when it is cancelled already', async () => {
    const vocabulary = fakeVocabulary(40, 16)
    const fault = await faultOf(analyseTrajectory(requestOf({}, { vocabulary, signal: AbortSignal.abort() })))
    expect(fault.data.kind).toBe('cancelled')
    expect(vocabulary.calls).toEqual([])
  })

  it('stops between pieces when a waiting message cancels it', async () => {
    // 9 stations × 4096 values: 28 tokens a piece.
    const stop = new AbortController()
    const told: Progress[] = []
    const onProgress = (progress: Progress) => {
      told.push(progress)
      if (progress.done === 28) setImmediate(() => stop.abort())
    }
    const request = requestOf(
      { layers: 4, tokens: 90, width: 4096, vocabulary: 2 },
      { signal: stop.signal, onProgress },
    )
    expect((await faultOf(analyseTrajectory(request))).data.kind).toBe('cancelled')
    expect(told.at(-1)!.done).toBeLessThan(90)
  })
})

describe('a large trajectory', () => {
  const sizes = { layers: 4, tokens: 60, width: 4096, vocabulary: 2 }

  it('is worked on in pieces, tells how far it is, and shows what it shows in one', async () => {
    const told: Progress[] = []
    const vocabulary = fakeVocabulary(2, 4096)
    const request = requestOf(sizes, { vocabulary, view: 'final', onProgress: (progress) => told.push(progress) })
    const { others, basis } = await analyseTrajectory(request)
    expect(told).toEqual([0, 28, 56, 59, 60].map((done) => ({ stage: 'analysing', done, total: 60 })))
    expect(vocabulary.calls.slice(0, 4)).toEqual(['finalNorm 9', 'finalNorm 252', 'finalNorm 252', 'finalNorm 27'])
    expect(others).toHaveLength(59)

    const few = new Map(
      [...request.residuals].map(([tap, residual]) => {
        const kept = [request.position, 58, 59].flatMap((at) => [...row(residual, 0, at)])
        return [tap, floatTensor(Float32Array.from(kept), [1, 3, 4096])]
      }),
    )
    const alone = await analyseTrajectory({
      ...request,
      residuals: few,
      tokens: request.tokens.slice(0, 3),
      position: 0,
    })
    expect(alone.basis).toEqual(basis)
    expect(alone.others.map(({ path }) => path)).toEqual(others.slice(-2).map(({ path }) => path))
  })
})
