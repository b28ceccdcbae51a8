import type { Point3, Trajectory, TrajectoryStep, TrajectoryWord } from '../trajectory'
import type { TrajectorySpec } from './trajectory-spec'

/** A trajectory as a small language model might give it. Its numbers are made up, always the same, and only for tests. */
export function sampleTrajectory(layers = 12, words = 900, seed = 7): Trajectory {
  const random = lehmer(seed)
  const gauss = () => Math.sqrt(-2 * Math.log(random() + 1e-9)) * Math.cos(2 * Math.PI * random())
  const stations = 2 * layers + 1
  const path: Point3[] = Array.from({ length: stations }, (_, index) => {
    const t = index / (stations - 1)
    const bend = index % 2 === 1 ? 1 : -1
    return [
      92 * (t ** 1.15 - 0.5) + 1.6 * bend * Math.sin(6 * t) + 0.8 * gauss(),
      34 * Math.sin(Math.PI * t) - 14 + 2.4 * bend * t + 0.9 * gauss(),
      26 * Math.sin(2 * Math.PI * (t - 0.2)) * (0.35 + 0.5 * t) + 9 * t + 0.8 * gauss(),
    ]
  })
  const cloud: TrajectoryWord[] = Array.from({ length: words }, (_, index) => {
    const group = index % vocabulary.length
    const names = vocabulary[group]!
    const station = Math.min(stations - 1, Math.round((group / (vocabulary.length - 1)) * (stations - 1)))
    const turn = Math.floor(index / vocabulary.length)
    const spread = 5 + 9 * Math.sqrt(turn / 10)
    const [a, b, c] = path[station]!
    return {
      id: 1000 + index,
      text: form(names[turn % names.length]!, Math.floor(turn / names.length)),
      at: [a + spread * gauss(), b + spread * gauss() - 6, c + spread * 0.8 * gauss() - 5],
      cosine: 0.72 * Math.exp(-turn / 30) + 0.02 * random(),
      station,
    }
  })
  const steps: TrajectoryStep[] = path.map((point, index) => {
    const layer = index === 0 ? -1 : Math.floor((index - 1) / 2)
    const kind = index === 0 ? 'embed' : index % 2 === 1 ? 'attention' : 'mlp'
    const before = path[index - 1]
    const near = cloud.filter(({ station }) => Math.abs(station - index) <= 2).slice(0, 5)
    const share = index / (stations - 1)
    return {
      tap: index === 0 ? 'blocks.0.hook_resid_pre' : `blocks.${layer}.hook_resid_${kind === 'mlp' ? 'post' : 'mid'}`,
      layer,
      kind,
      length: before ? Math.hypot(point[0] - before[0], point[1] - before[1], point[2] - before[2]) : 0,
      norm: 20 + 4 * index,
      cosineToStart: 1 - 0.74 * share,
      cosineToEnd: 0.26 + 0.74 * share,
      nearest: near.map(({ id, text, cosine }) => ({ id, text, cosine })),
      lens: [
        { id: 1, text: ' Paris', probability: 0.74 * share },
        { id: 2, text: ' Rome', probability: 0.1 },
      ],
      watched: { probability: 0.74 * share, rank: index === stations - 1 ? 0 : 40 - index },
    }
  })
  const tokens = ['The', ' E', 'iff', 'el', ' Tower', ' is', ' in', ' Paris']
  return {
    model: { name: 'SmolLM2-135M', family: 'llama', fingerprint: 'f1'.repeat(32), layers },
    device: 'cpu',
    fromStore: false,
    tokens: tokens.map((text, index) => ({ id: index + 10, text, special: false })),
    position: 4,
    view: 'unit',
    steps,
    watched: { id: 1, text: ' Paris' },
    basis: { shares: [0.412, 0.217, 0.083], hash: 'ab'.repeat(32) },
    path,
    others: tokens.flatMap((_, position) =>
      position === 4
        ? []
        : [
            {
              position,
              path: path.map(([a, b, c], index): Point3 => {
                const apart = 1 - (0.5 * index) / stations
                return [
                  a + (position - 4) * 5 * apart + 1.2 * gauss(),
                  b - 8 - Math.abs(position - 4) * 4 * apart + gauss(),
                  c - 5 - ((position * 7) % 5) * 3 * apart + gauss(),
                ]
              }),
            },
          ],
    ),
    words: cloud.sort((a, b) => b.cosine - a.cosine),
    vocabulary: 49152,
  }
}

export function sampleSpec(trajectory: Trajectory, camera: TrajectorySpec['camera']): TrajectorySpec {
  return {
    kind: 'trajectory',
    version: 1,
    model: { name: trajectory.model.name, fingerprint: trajectory.model.fingerprint },
    prompt: { text: 'The Eiffel Tower is in Paris' },
    position: trajectory.position,
    view: trajectory.view,
    camera,
    theme: 'light',
    width: 672,
    height: 440,
    show: { words: 40, otherTokens: false },
    pinned: [],
    station: null,
    parts: null,
  }
}

function lehmer(seed: number): () => number {
  let state = seed
  return () => {
    state = (state * 16807) % 2147483647
    return state / 2147483647
  }
}

function form(word: string, round: number): string {
  const capital = word[0]!.toUpperCase() + word.slice(1)
  return [` ${word}`, ` ${word}s`, word, ` ${capital}`, `${capital}s`, word.toUpperCase()][round % 6]!
}

/** Groups of words along the path, from its start to its end. */
const vocabulary = [
  ['tower', 'spire', 'turret', 'steeple', 'belfry', 'minaret', 'column', 'pillar', 'mast', 'keep', 'citadel', 'dome'],
  ['building', 'castle', 'fortress', 'palace', 'skyscraper', 'house', 'hall', 'wall', 'roof', 'facade', 'gate', 'arch'],
  ['monument', 'memorial', 'statue', 'obelisk', 'temple', 'cathedral', 'church', 'shrine', 'tomb', 'ruin', 'fountain'],
  ['landmark', 'attraction', 'sight', 'icon', 'symbol', 'emblem', 'skyline', 'view', 'panorama', 'postcard', 'tourist'],
  ['iron', 'steel', 'lattice', 'girder', 'rivet', 'bridge', 'metal', 'bronze', 'copper', 'frame', 'beam', 'truss'],
  ['engineer', 'Gustave', 'architect', 'design', 'exhibition', 'fair', 'construction', 'century', 'builder', 'project'],
  ['city', 'capital', 'London', 'Tokyo', 'Berlin', 'Vienna', 'Rome', 'Madrid', 'Prague', 'district', 'boulevard'],
  ['France', 'French', 'Lyon', 'Marseille', 'Bordeaux', 'Normandy', 'Europe', 'Belgium', 'nation', 'republic', 'Alps'],
  ['Paris', 'Louvre', 'Seine', 'Montmartre', 'Versailles', 'Parisian', 'Notre', 'Sorbonne', 'metro', 'café', 'quai'],
] as const
