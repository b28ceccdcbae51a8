import { byteText } from '../../../shared/byte-text'
import type { Direction, DirectionAngles, DirectionLook, Probe, SentenceState } from '../../../shared/direction'
import { isOfWords, listsAlong, mostDirections } from '../../../shared/direction'
import { endsText, placeWords } from '../../../shared/direction-words'
import { apartMark, areApart, degreesOf, notesOf } from '../../../shared/figures/angles-figure'
import { arithmeticNote, ownNote, valueText } from '../../../shared/figures/arithmetic-figure'
import { separationText } from '../../../shared/figures/direction-figure'
import type { FigureFormat } from '../../../shared/figures/figure-formats'
import type { FigureSpec } from '../../../shared/figures/figure-spec'
import { fixed, percent } from '../../../shared/figures/numbers'
import { probeDescription } from '../../../shared/figures/probe-figure'
import { stationName } from '../../../shared/figures/trajectory-layout'
import type { FigureTheme } from '../../../shared/figures/trajectory-spec'
import type { DeviceWish } from '../../../shared/model-info'
import { quoted } from '../../../shared/visible-text'
import {
  type ArithmeticQuestion,
  inFrame,
  readTerms,
  sumFault,
  type WordArithmetic,
  wordGap,
} from '../../../shared/word-arithmetic'
import { directionsNamed } from './axis-words'
import { type EngineSession, withEngine } from './engine-session'
import { type ListWords, readOne, twoLists } from './list-options'
import { checkPlace, type OutputFile } from './output-path'
import { factLines, textTable } from './text-table'
import type { World } from './world'
import { WrongUse } from './wrong-use'

/** What every command about directions is told beside its question. */
export interface DirectionsRequest {
  /** An absolute path, or the shipped sample's name. */
  readonly model: string
  readonly device: DeviceWish
  readonly outputs: readonly OutputFile<FigureFormat>[]
  readonly paper: { readonly theme: FigureTheme; readonly width: number; readonly height: number }
  /** Dots an inch, of a PNG. */
  readonly dpi: number
  readonly dataFolder: string
}

export interface ArithmeticRequest extends DirectionsRequest {
  readonly sum: string
  /** The sentence that each word stands in, with `…` in its place; null for none. */
  readonly sentence: string | null
  readonly question: Omit<ArithmeticQuestion, 'terms'>
}

/** Adds words up and prints the words nearest to the sum. */
export async function arithmetic(request: ArithmeticRequest, world: World): Promise<void> {
  const { sum, sentence, question } = request
  const terms = readTerms(sum)
  if (!terms) throw new WrongUse(`${sumFault(sum)} “${sum}” is no sum of words; write it as "king - man + woman".`)
  const inSentence = !isOfWords(question)
  if (inSentence && !sentence?.includes(wordGap)) {
    throw new WrongUse('A layer holds words in sentences: give --sentence with … in the place of the word.')
  }
  const framed = terms.map((term) => ({ ...term, sentence: inSentence ? inFrame(sentence!, term.word) : null }))
  await onModel(request, world, async ({ client, answer }) => {
    const asked = { ...question, terms: framed }
    const { model: path, device } = request
    const found = await answer<WordArithmetic>((options) =>
      client.analyse.arithmetic({ path, device, ...asked }, options),
    )
    world.stdout.write(`${arithmeticNote(found)}\n${ownNote(found)}\n`)
    for (const { word, tokens } of found.terms) {
      if (tokens.length < 2) continue
      const parts = tokens.map(({ text }) => quoted(text)).join(' + ')
      world.stdout.write(`“${word}” is no single token: the mean of ${parts} stands for it\n`)
    }
    const rows = found.words.map(({ text, value, rank }) => [String(rank + 1), quoted(text), valueText(value, found)])
    world.stdout.write(`\n${textTable(columns('rank', 'word', question.measure), rows, null)}`)
    return { kind: 'arithmetic', question: asked, ...common(found.model) }
  })
}

export interface DirectionRequest extends DirectionsRequest {
  readonly lists: ListWords
  readonly at: string
  readonly state: SentenceState
  /** A third list to lay along it, as entries or as a file; null for none. */
  readonly along: string | null
  /** Under which it is saved; null for not. */
  readonly save: string | null
}

/** Makes a direction of two lists and prints where they lie along it. */
export async function direction(request: DirectionRequest, world: World): Promise<void> {
  await onModel(request, world, async (session) => {
    const { client, answer } = session
    const { model: path, device, at, state, along, save } = request
    const of = isOfWords({ at }) ? 'words' : 'sentences'
    const { title, ...two } = await twoLists(request.lists, of, path, session, world)
    const third = along === null ? undefined : await readOne(along, of, world.cwd)
    if (third?.entries.length === 0) throw new WrongUse('--along holds nothing. Give the entries of a list, or a file.')
    const { fingerprint } = await client.model.inspect({ path })
    const asked: Direction = {
      ...two,
      ...{ at, state, made: 'means', name: save ?? title ?? two.ends.join(' → ').slice(0, 60) },
      fingerprint: of === 'words' ? null : fingerprint,
    }
    const look = await answer<DirectionLook>((options) =>
      client.analyse.direction({ path, device, direction: asked, third }, options),
    )
    const lists = listsAlong(look)
    const out = lists.flatMap(({ leftOut }) => leftOut)
    const words = (end: 0 | 1) => look.nearest[end].map(({ text }) => quoted(text)).join(' ')
    const facts: [string, string][] = [
      ['direction', `${asked.name}: ${endsText(asked)}, in ${placeWords(at)}`],
      ['length', fixed(look.length, 3)],
      ['apart', separationText(look)],
      ...(out.length > 0 ? [['left out', out.join(', ')] satisfies [string, string]] : []),
      ['nearest ←', words(0)],
      ['nearest →', words(1)],
    ]
    world.stdout.write(`${factLines(facts)}\n`)
    const rows = lists
      .flatMap(({ name, entries }) => entries.map(({ text, value }) => ({ name, text, value })))
      .sort((a, b) => a.value - b.value)
      .map(({ name, text, value }) => [fixed(value, 3), text, name])
    world.stdout.write(textTable(columns('along', of === 'words' ? 'word' : 'sentence', 'list'), rows, null))
    if (save !== null) {
      await client.directions.save(asked)
      world.stdout.write(`\nsaved as “${save}”\n`)
    }
    return { kind: 'direction', direction: asked, ...(third && { third }), ...common(look.model) }
  })
}

export interface ProbeRequest extends DirectionsRequest {
  readonly lists: ListWords
  readonly state: SentenceState
  readonly folds: number
  readonly seed: number
}

/** Probes every station for what tells two lists of sentences apart and prints its accuracy. */
export async function probe(request: ProbeRequest, world: World): Promise<void> {
  await onModel(request, world, async (session) => {
    const { client, answer } = session
    const { model: path, device, state, folds, seed } = request
    const { ends, minus, plus, paired } = await twoLists(request.lists, 'sentences', path, session, world)
    const question = { ends, minus, plus, paired, state, folds, seed }
    const found = await answer<Probe>((options) => client.analyse.probe({ path, device, ...question }, options))
    world.stdout.write(`${probeDescription(found)}\n\n`)
    const rows = found.stations.map((station) => [
      ...[station.tap, stationName(station), percent(station.accuracy), percent(station.deviation)],
      percent(station.shuffled),
    ])
    world.stdout.write(textTable(columns('tap', 'station', 'accuracy', '± folds', 'shuffled'), rows, null))
    return { kind: 'probe', question, ...common(found.model) }
  })
}

export interface AnglesRequest extends DirectionsRequest {
  /** As `axesNamed` reads them; none for all that are saved. */
  readonly names: readonly string[]
  readonly json: boolean
}

/** Prints the cosine and the angle between every two directions. */
export async function angles(request: AnglesRequest, world: World): Promise<void> {
  await onModel(request, world, async (session) => {
    const { client, answer } = session
    const { model: path, device, names, json } = request
    const { signal } = world
    const all =
      names.length > 0 ? names : (await client.directions.saved(undefined, { signal })).map(({ name }) => name)
    if (all.length < 2) {
      throw new WrongUse(
        'An angle is between two: save directions with direction --save, or name two, as "woman - man".',
      )
    }
    if (all.length > mostDirections) {
      throw new WrongUse(`At most ${mostDirections} directions are looked at together, and these are ${all.length}.`)
    }
    const directions = await directionsNamed(all, session, signal)
    const found = await answer<DirectionAngles>((options) =>
      client.analyse.angles({ path, device, directions }, options),
    )
    world.stdout.write(json ? `${JSON.stringify(found, null, 2)}\n` : anglesTable(found))
    return { kind: 'angles', directions, ...common(found.model) }
  })
}

/** Cosines below the diagonal and degrees above it, under numbers, and what of the directions the model has not. */
function anglesTable(found: DirectionAngles): string {
  const { model, directions, cosines, missing } = found
  const numbers = directions.map((_, at) => ({ title: String(at + 1), align: 'right' as const }))
  const markOf = (row: number, column: number) => (areApart(directions[row]!, directions[column]!) ? apartMark : '')
  const rows = directions.map(({ name }, row) => [
    `${row + 1} ${name}`,
    ...cosines[row]!.map((cosine, column) =>
      column === row
        ? ''
        : `${column < row ? fixed(cosine, 3) : `${fixed(degreesOf(cosine), 1)}\u00b0`}${markOf(row, column)}`,
    ),
  ])
  const lacks = missing.map(({ name, reason }) => `not in this model: \u201c${name}\u201d, ${reason}\n`).join('')
  const title = `${model.name} \u00b7 cosines under the diagonal, angles above it\n${notesOf(found).join('\n')}\n\n`
  return `${title}${textTable([{ title: 'direction', align: 'left' }, ...numbers], rows, null)}${lacks}`
}

const common = ({ name, fingerprint }: { name: string; fingerprint: string }) =>
  ({ version: 1, model: { name, fingerprint }, prompt: null }) as const

type Drawn = Extract<FigureSpec, { kind: 'arithmetic' | 'direction' | 'probe' | 'angles' }>
type Unpapered = {
  [K in Drawn['kind']]: Omit<Extract<Drawn, { kind: K }>, 'theme' | 'width' | 'height'>
}[Drawn['kind']]

/** Does the work on an engine, then writes the figure that it names to each file. */
async function onModel(
  { outputs, dataFolder, model: path, device, dpi, paper }: DirectionsRequest,
  world: World,
  work: (session: EngineSession) => Promise<Unpapered>,
): Promise<void> {
  for (const { path: file } of outputs) await checkPlace(file)
  await withEngine(world, dataFolder, async (session) => {
    const spec = { ...(await work(session)), ...paper }
    if (outputs.length > 0) world.stdout.write('\n')
    for (const { path: file, format } of outputs) {
      const { answer, client } = session
      const made = await answer((options) => client.export.figure({ path, device, spec, format, dpi }, options))
      const data = new Uint8Array(await made.arrayBuffer())
      await session.writeFile(file, data)
      world.stdout.write(`${file} · ${byteText(data.byteLength)}\n`)
    }
  })
}

/** Numbers stand at the right of their columns, words at the left. */
function columns(...titles: string[]) {
  const words = new Set(['word', 'sentence', 'list', 'tap', 'station'])
  return titles.map((title) => ({ title, align: words.has(title) ? ('left' as const) : ('right' as const) }))
}
