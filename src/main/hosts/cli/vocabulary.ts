import { byteText } from '../../../shared/byte-text'
import { mostAxes } from '../../../shared/direction'
import { endsText } from '../../../shared/direction-words'
import type { FigureFormat } from '../../../shared/figures/figure-formats'
import { percent } from '../../../shared/figures/numbers'
import { frameCloud } from '../../../shared/figures/vocabulary/cloud'
import { possibleColouring } from '../../../shared/figures/vocabulary/map-colours'
import { framedMap, mapCamera } from '../../../shared/figures/vocabulary/shown-map'
import type { VocabularySpec } from '../../../shared/figures/vocabulary-spec'
import type { DeviceWish } from '../../../shared/model-info'
import { atOnce } from '../../../shared/slices'
import { quoted } from '../../../shared/visible-text'
import {
  type MapQuestion,
  mapFileFormat,
  readVocabularyMap,
  readVocabularyWords,
  type UmapLayout,
  type VocabularyMap,
  type VocabularyWords,
} from '../../../shared/vocabulary-map'
import { axesNamed } from './axis-words'
import { origin } from './device-text'
import { withEngine } from './engine-session'
import { checkPlace, type OutputFile } from './output-path'
import { factLines, textTable } from './text-table'
import type { World } from './world'
import { WrongUse } from './wrong-use'

export interface VocabularyRequest {
  /** An absolute path, or the shipped sample's name. */
  readonly model: string
  readonly device: DeviceWish
  readonly question: Omit<MapQuestion, 'layout'>
  readonly layout: { readonly kind: 'pca' } | { readonly kind: 'axes' } | UmapLayout
  /** Directions, as `axesNamed` reads them. */
  readonly axes: readonly string[]
  readonly outputs: readonly OutputFile<FigureFormat>[]
  readonly figure: MapWishes
  /** Dots an inch, of PNG and WebP. */
  readonly dpi: number
  readonly dataFolder: string
}

/** How the map is drawn. */
export type MapWishes = Pick<VocabularySpec, 'theme' | 'width' | 'height' | 'colouring' | 'labels' | 'flat'>

/** Lays all words of a model out and says what came of it; writes where each is. */
export async function vocabulary(request: VocabularyRequest, world: World): Promise<void> {
  const { model: path, device, outputs, axes } = request
  if ((request.layout.kind === 'axes') !== axes.length > 0) {
    throw new WrongUse('--layout axes goes with --axis, once to three times, and other layouts go without.')
  }
  for (const output of outputs) await checkPlace(output.path)
  await withEngine(world, request.dataFolder, async (session) => {
    const { client, answer, writeFile } = session
    const layout: MapQuestion['layout'] =
      request.layout.kind === 'axes'
        ? { kind: 'axes', axes: await axesNamed(axes, session, world.signal) }
        : request.layout
    const asked = { path, device, ...request.question, layout }
    const { of } = asked
    const file = await answer<File>((options) => client.vocabulary.map(asked, options))
    const map = readVocabularyMap(await file.arrayBuffer())
    const ofWords = await answer<File>((options) => client.vocabulary.words({ path, device, of }, options))
    const words = atOnce(readVocabularyWords(await ofWords.arrayBuffer()))
    world.stdout.write(`${factLines(factsOf(words, map))}\n${groupsTable(map)}`)
    const spec = specOf(words, map, request.figure)
    for (const { path: out, format } of outputs) {
      // The numbers are those of all words, whatever a picture shows.
      const numbers = mapFileFormat.safeParse(format).data
      const saved = await answer<File>((options) =>
        numbers
          ? client.export.vocabulary({ ...asked, format: numbers }, options)
          : client.export.figure({ path, device, spec, format, dpi: request.dpi }, options),
      )
      const bytes = new Uint8Array(await saved.arrayBuffer())
      await writeFile(out, bytes)
      world.stdout.write(`\n${out} · ${byteText(bytes.length)}\n`)
    }
  })
}

/** The figure that the window would save before anything was looked for. */
function specOf(words: VocabularyWords, map: VocabularyMap, figure: MapWishes): VocabularySpec {
  const { flat } = figure
  const framed = framedMap({ cloud: frameCloud(map.positions, flat), flat }, null)
  return {
    ...figure,
    ...{ kind: 'vocabulary', version: 1, model: map.model, question: map.question },
    colouring: possibleColouring(words, figure.colouring),
    camera: mapCamera(framed, flat, figure),
    ...{ marked: [], word: null, prompt: null, position: null, station: null },
  }
}

function factsOf({ scripts, ranks }: VocabularyWords, map: VocabularyMap): [string, string][] {
  const { question, basis, umap, milliseconds, fromStore, words, dModel } = map
  const table = question.of === 'embedding' ? 'W_E' : 'W_U'
  const rows = question.rows === 'unit' ? 'at unit length' : 'as they are'
  return [
    ['words', `${words} rows of ${table}, ${dModel} numbers each, ${rows}`],
    ...(basis ? basisFacts(basis) : []),
    ...(umap && question.layout.kind === 'umap' ? umapFacts(umap, question.layout) : []),
    ['made', `${origin(fromStore)}, ${(milliseconds / 1000).toFixed(1)} s`],
    ['scripts', scripts.map(({ name, words }) => `${name} ${words}`).join(', ')],
    ['ranks', `of ${ranks.words} words. ${ranks.note}`],
  ]
}

function basisFacts(basis: NonNullable<VocabularyMap['basis']>): [string, string][] {
  const { shares, directions, residual } = basis
  const axes = shares.map((share, at) => {
    const direction = directions[at]
    return `${direction ? endsText(direction) : `component ${at + 1 - directions.length}`} ${percent(share)}`
  })
  const checked = directions.length === mostAxes ? '' : `, components to a residual of ${residual.toExponential(0)}`
  return [['axes', `${axes.join(', ')} of the variance${checked}`]]
}

function umapFacts(umap: NonNullable<VocabularyMap['umap']>, layout: UmapLayout): [string, string][] {
  const { neighbours, epochs, milliseconds } = umap
  const found =
    neighbours.found === 'exactly'
      ? 'found exactly'
      : `found approximately, ${percent(neighbours.recall)} of the nearest in a sample of ${neighbours.sample}`
  const seconds = (ms: number) => `${(ms / 1000).toFixed(1)} s`
  return [
    ['UMAP', `${layout.neighbours} neighbours, minimum distance ${layout.minimumDistance}, seed ${layout.seed}`],
    ['neighbours', `${found}, ${seconds(milliseconds.neighbours)}`],
    ['arranged', `${epochs} epochs, ${seconds(milliseconds.layout)}`],
  ]
}

function groupsTable({ clusters }: VocabularyMap): string {
  const titles = [
    { title: 'cluster', align: 'right' },
    { title: 'words', align: 'right' },
    { title: 'nearest to its mean', align: 'left' },
  ] as const
  const rows = clusters.map(({ words, nearest }, at) => [
    String(at),
    String(words),
    nearest.map(({ text }) => quoted(text)).join(' '),
  ])
  return textTable(titles, rows, null)
}
