import { describe, expect, it } from 'vitest'
import { type Trajectory, trajectory } from '../../shared/trajectory'
import { csvText } from './csv'
import { trajectoryJson, trajectoryTable } from './numbers'
import { origin } from './testing/figure'

const step = {
  tap: 'hook_embed',
  layer: -1,
  kind: 'embed' as const,
  length: 0,
  norm: 0.1 + 0.2,
  cosineToStart: 1,
  cosineToEnd: 1 / 3,
  nearest: [
    { id: 1, text: ' Tower', cosine: 0.5 },
    { id: 2, text: 'a "quoted", word\n', cosine: 0.25 },
  ],
  lens: [{ id: 3, text: ',', probability: 0.125 }],
  watched: { probability: 1e-30, rank: 4711 },
}

const sample: Trajectory = trajectory.parse({
  model: { name: 'gpt2', family: 'gpt2', fingerprint: 'ab', layers: 1 },
  device: 'cpu',
  fromStore: false,
  tokens: [{ id: 1, text: ' Tower', special: false }],
  position: 0,
  view: 'raw',
  steps: [
    step,
    {
      ...step,
      tap: 'blocks.0.hook_resid_mid',
      layer: 0,
      kind: 'attention',
      nearest: step.nearest.slice(0, 1),
      lens: null,
    },
  ],
  watched: { id: 9, text: ' Paris' },
  basis: { shares: [0.6, 0.3, 0.1], hash: 'ff' },
  path: [
    [0.1, -2, 3e21],
    [1, 2, 3],
  ],
  others: [],
  words: [],
  vocabulary: 50257,
})

/** RFC 4180, read by the book. */
function readCsv(text: string): string[][] {
  const rows: string[][] = [[]]
  for (const [, quoted, plain, end] of text.matchAll(/(?:"((?:[^"]|"")*)"|([^",\r\n]*))(,|\r\n|$)/g)) {
    rows.at(-1)!.push(quoted?.replaceAll('""', '"') ?? plain!)
    if (end === '\r\n') rows.push([])
  }
  return rows.filter((row) => row.length > 1)
}

describe('a trajectory as CSV', () => {
  const [header, ...rows] = readCsv(csvText(trajectoryTable(sample)))
  const column = (name: string) => rows.map((row) => row[header!.indexOf(name)])

  it('has a row for each step, all of one length, and no other line', () => {
    expect(rows).toHaveLength(2)
    for (const row of rows) expect(row).toHaveLength(header!.length)
    expect(header!.slice(0, 4)).toEqual(['step', 'layer', 'kind', 'tap'])
    expect(header!.slice(-3)).toEqual(['x', 'y', 'z'])
  })

  it('keeps numbers in full', () => {
    expect(column('norm').map(Number)).toEqual([0.1 + 0.2, 0.1 + 0.2])
    expect(column('cosine_to_end').map(Number)).toEqual([1 / 3, 1 / 3])
    expect(column('watched_probability').map(Number)).toEqual([1e-30, 1e-30])
    expect(column('z').map(Number)).toEqual([3e21, 3])
  })

  it('keeps words as they are, with spaces, commas, quotes and line ends', () => {
    expect(column('nearest_1')).toEqual([' Tower', ' Tower'])
    expect(column('nearest_2')).toEqual(['a "quoted", word\n', ''])
    expect(column('lens_1')).toEqual([',', ''])
    expect(column('watched')).toEqual([' Paris', ' Paris'])
  })

  it('leaves the lens out for a model without one', () => {
    const plain = {
      ...sample,
      watched: null,
      steps: sample.steps.map((one) => ({ ...one, lens: null, watched: null })),
    }
    expect(csvText(trajectoryTable(plain)).split('\r\n')[0]).not.toMatch(/lens|watched/)
  })
})

describe('a trajectory as JSON', () => {
  it('holds everything and where it is from', () => {
    const { provenance, trajectory: back } = JSON.parse(trajectoryJson(sample, origin))
    expect(trajectory.parse(back)).toEqual(sample)
    expect(provenance).toEqual(origin)
  })
})
