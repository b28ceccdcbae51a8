import { beforeEach, describe, expect, it, onTestFinished } from 'vitest'
import type { Direction } from '../../../shared/direction'
import type { AnglesSpec, ArithmeticSpec, DirectionSpec, ProbeSpec } from '../../../shared/figures/direction-specs'
import { homeCamera } from '../../../shared/figures/trajectory-cameras'
import type { TrajectorySpec } from '../../../shared/figures/trajectory-spec'
import type { Trajectory } from '../../../shared/trajectory'
import { listsOf } from '../../../shared/word-list'
import { shippedLists } from '../shipped-lists'
import { answerOf, type Client, startEngine, temporaryFolder } from '../testing/engine-client'

const of = { path: 'sample', device: 'cpu' as const }
let client: Client

beforeEach(async () => {
  const { engine, client: started } = await startEngine(await temporaryFolder())
  client = started
  onTestFinished(() => engine.close())
})

function shipped(id: string, name: string): Direction {
  const list = shippedLists[id]!
  const how = { at: 'embedding', paired: true, state: 'last', made: 'means', fingerprint: null } as const
  return { name, ends: list.ends, ...listsOf(list), ...how }
}

type Own<S> = S extends unknown ? Omit<S, 'version' | 'model' | 'prompt' | 'theme' | 'width' | 'height'> : never

async function save(
  own: Own<DirectionSpec | AnglesSpec | ProbeSpec | ArithmeticSpec>,
  format: 'svg' | 'pdf' | 'png' | 'csv' | 'json',
) {
  const { name, fingerprint } = await client.model.inspect({ path: of.path })
  const paper = {
    version: 1,
    model: { name, fingerprint },
    prompt: null,
    theme: 'light',
    width: 672,
    height: 336,
  } as const
  const spec = { ...paper, ...own } as DirectionSpec
  return (await answerOf<File>(client.export.figure({ ...of, spec, format, dpi: 96 }))).answer
}

const term = (weight: number, word: string) => ({ weight, word, sentence: null })
const gender = shipped('gender', 'gender')
const subjects = shippedLists['subject-number']!
const figures = [
  { kind: 'direction', direction: gender, third: { name: 'others', entries: ['teacher', 'doctor', 'zzzqx'] } },
  { kind: 'angles', directions: [gender, shipped('number', 'number'), shipped('capitals', 'capital')] },
  {
    kind: 'probe',
    question: { ends: subjects.ends, ...listsOf(subjects), paired: true, state: 'last', folds: 5, seed: 1 },
  },
  {
    kind: 'arithmetic',
    question: {
      terms: [term(1, 'king'), term(-1, 'man'), term(1, 'woman')],
      ...{ at: 'embedding', among: 'embedding', measure: 'cosine', withOwn: false, count: 8 },
    },
  },
] as const satisfies readonly Own<DirectionSpec | AnglesSpec | ProbeSpec | ArithmeticSpec>[]

describe.each(figures)('the figure of kind $kind', (figure) => {
  const own = figure as unknown as Own<DirectionSpec>

  it('is drawn as SVG, PDF and PNG', async () => {
    const svg = await (await save(own, 'svg')).text()
    expect(svg).toMatch(/<svg.*<rect.*<\/svg>/s)
    expect(svg).not.toMatch(/NaN|undefined|Infinity/)
    expect((await (await save(own, 'pdf')).text()).slice(0, 5)).toBe('%PDF-')
    expect(new Uint8Array(await (await save(own, 'png')).arrayBuffer()).slice(1, 4)).toEqual(Uint8Array.of(80, 78, 71))
  })

  it('has its numbers as CSV and JSON', async () => {
    const json = JSON.parse(await (await save(own, 'json')).text())
    expect(json.provenance.spec).toMatchObject({ kind: figure.kind })
    const lines = (await (await save(own, 'csv')).text()).trimEnd().split('\r\n')
    const rows = { direction: 2 * 27 + 3, angles: 9, probe: 13, arithmetic: 8 }
    expect(lines).toHaveLength(1 + rows[figure.kind])
  })
})

describe('a path along a direction', () => {
  const prompt = { text: 'The king loves his' }
  const trace = async (axes?: Direction[]) => {
    const asked = { ...of, prompt, position: 1, view: 'raw' as const, watch: null, ...(axes ? { axes } : {}) }
    return (await answerOf<Trajectory>(client.analyse.trajectory(asked))).answer
  }

  it('has the direction as its first axis, with its name and share, and the figure, its CSV and its JSON say so', async () => {
    const plain = await trace()
    const along = await trace([gender])
    expect(plain.basis.directions).toBeUndefined()
    expect(along.basis.directions).toEqual([{ name: 'gender', ends: ['male', 'female'] }])
    expect(along.basis.shares[0]).toBeLessThan(plain.basis.shares[0])
    // “queen” lies farther along it than “king”, as words around the path.
    const at = (text: string) => along.words.find((word) => word.text === text)?.at[0]
    expect(at(' queen')!).toBeGreaterThan(at(' king')!)

    const { name, fingerprint } = await client.model.inspect({ path: of.path })
    const size = { width: 672, height: 440 }
    const spec: TrajectorySpec = {
      ...{ kind: 'trajectory', version: 1, model: { name, fingerprint }, prompt, position: 1, view: 'raw' },
      ...{ camera: homeCamera(along, size), theme: 'light', ...size, show: { words: 10, otherTokens: false } },
      ...{ pinned: [], station: null, parts: null, axes: [gender] },
    }
    const file = async (format: 'svg' | 'csv' | 'json') =>
      (await answerOf<File>(client.export.figure({ ...of, spec, format, dpi: 96 }))).answer.text()
    const svg = await file('svg')
    expect(svg).toContain('male \u2192 female')
    expect(svg).toContain('PC 1')
    expect(svg).not.toContain('PC 3')
    expect((await file('csv')).split('\r\n')[0]).toMatch(/,x: gender,y,z$/)
    expect(JSON.parse(await file('json')).trajectory.basis.directions).toEqual(along.basis.directions)
  })

  it('moves its parts in the same basis', async () => {
    const along = await trace([gender])
    const asked = { ...of, prompt, position: 1, layer: 2, view: 'raw' as const, target: { kind: 'end' } as const }
    const { answer } = await answerOf<{ basis: { hash: string } }>(
      client.analyse.decomposition({ ...asked, axes: [gender] }),
    )
    expect(answer.basis.hash).toBe(along.basis.hash)
  })
})
