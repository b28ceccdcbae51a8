import { UMAP } from 'umap-js'
import { arrange, curveFor, epochsFor, findNearRows, firstPoints, fuzzyGraph } from '../src/main/analysis/index'
import { RowProducts } from '../src/main/inference/index'
import { atOnce } from '../src/shared/slices'
import { type FloatTensor, floatTensor } from '../src/shared/tensor'
import { random } from './random'
import { timed } from './samples'
import { atMost, number, type Row } from './table'

const width = 64
const clusters = 200
/** umap-js takes hours at the larger sizes: it is measured here alone. */
const besideUmapJs = 10_000

/**
 * UMAP of made points in clusters, 64 numbers each, from neighbours to the arrangement: 10,000 beside umap-js with as many epochs,
 * then more of them alone. Once each: a million takes minutes.
 */
export async function measureVocabulary(sizes: readonly number[]): Promise<Row[]> {
  const rows: Row[] = []
  const small = points(besideUmapJs)
  const ours = await umap(small)
  const nested = Array.from({ length: besideUmapJs }, (_, row) =>
    Array.from(small.data.subarray(row * width, (row + 1) * width)),
  )
  const theirs = await timed(() =>
    new UMAP({ nNeighbors: 15, minDist: 0.1, nComponents: 3, nEpochs: epochsFor(besideUmapJs) }).fit(nested),
  )
  rows.push({
    what: 'UMAP of 10,000 points / umap-js',
    values: [ours.total / theirs],
    unit: '×',
    aim: atMost(0.5, 'Both move points one edge after the other.'),
    from: `${text(ours)} / ${number(theirs)} ms`,
  })
  for (const count of sizes) {
    const taken = await umap(points(count))
    const what = `UMAP of ${count.toLocaleString('en')} points`
    rows.push({ what, values: [taken.total], unit: 'ms', aim: null, from: text(taken) })
  }
  return rows
}

interface Taken {
  readonly near: number
  readonly arranged: number
  readonly total: number
  readonly recall: number | null
}

async function umap(rows: FloatTensor): Promise<Taken> {
  const count = rows.shape[0]!
  const products = new RowProducts()
  const pause = async () => {}
  let began = performance.now()
  const { near, checked } = await findNearRows(
    rows,
    { k: 14, pause },
    {
      nearestCentre: (...given) => products.nearestCentre(...given),
      nearestAmong: (...given) => products.nearestAmong(...given),
    },
  )
  const ofNear = performance.now() - began
  began = performance.now()
  const coordinates = Float32Array.from(
    { length: 3 * count },
    (_, at) => rows.data[Math.floor(at / 3) * width + (at % 3)]!,
  )
  const layout = firstPoints(coordinates, 1)
  await arrange(layout, atOnce(fuzzyGraph(near)), { epochs: epochsFor(count), seed: 1, curve: curveFor(0.1), pause })
  const arranged = performance.now() - began
  await products.release()
  return { near: ofNear, arranged, total: ofNear + arranged, recall: checked?.recall ?? null }
}

function text({ near, arranged, recall }: Taken): string {
  const found = recall === null ? 'exact' : `${(100 * recall).toFixed(0)} % found`
  return `neighbours ${number(near)} ms (${found}), arranging ${number(arranged)} ms`
}

function points(count: number): FloatTensor {
  const next = random(count)
  const centres = Float32Array.from({ length: clusters * width }, () => 8 * next())
  const data = new Float32Array(count * width)
  for (let row = 0, at = 0; row < count; row++) {
    const own = Math.floor(next() * clusters) * width
    for (let i = 0; i < width; i++, at++) data[at] = centres[own + i]! + next() + next() + next() + next()
  }
  return floatTensor(data, [count, width])
}
