import { type AttentionPlace, attentionPlaces, type Head } from '../../../shared/attention-places'
import { byteText } from '../../../shared/byte-text'
import { type CircuitKind, type CircuitReading, mostCircuitWords } from '../../../shared/circuits'
import type { CircuitMatrixSpec, CircuitSpectrumSpec, CompositionSpec } from '../../../shared/figures/circuit-spec'
import { firstThreshold } from '../../../shared/figures/composition-layout'
import type { FigureFormat } from '../../../shared/figures/figure-formats'
import type { DeviceWish, ModelInfo } from '../../../shared/model-info'
import { circuitMatrixTable, circuitPairsTable, headCircuitTable, modelCircuitsTable } from './circuits-table'
import { type EngineSession, withEngine } from './engine-session'
import { checkPlace, type OutputFile } from './output-path'
import type { FigureWishes } from './trace-figure'
import { chooseWatched } from './watched-word'
import type { World } from './world'
import { WrongUse } from './wrong-use'

export interface CircuitsRequest extends CircuitReading {
  /** An absolute path, or the shipped sample's name. */
  readonly model: string
  /** As tables name it: `3.1`, or `cross 3.1`; null for all heads together. */
  readonly head: string | null
  readonly circuit: CircuitKind
  /** Of the matrix: words, or ids as they are; null for none. */
  readonly words: string | readonly number[] | null
  /** So many of the strongest pairs; null for none. */
  readonly pairs: number | null
  /** The word that one side of them is held at. */
  readonly held: { readonly word: string; readonly as: 'from' | 'to' } | null
  readonly device: DeviceWish
  readonly outputs: readonly OutputFile<FigureFormat>[]
  readonly figure: Pick<FigureWishes, 'theme' | 'width' | 'height'>
  /** Dots an inch, of a PNG. */
  readonly dpi: number
  readonly dataFolder: string
}

type Spec = CircuitMatrixSpec | CircuitSpectrumSpec | CompositionSpec

/** Prints one head's circuit, or what the weights of all heads say; writes its figure or its numbers. */
export async function circuits(request: CircuitsRequest, world: World): Promise<void> {
  for (const { path } of request.outputs) await checkPlace(path)
  await withEngine(world, request.dataFolder, async (session) => {
    const { model: path, device, dpi } = request
    const info = await session.client.model.inspect({ path }, { signal: world.signal })
    const places = attentionPlaces(info)
    const chosen = request.head === null ? null : headNamed(request.head, places)
    const { text, spec } = chosen
      ? await ofHead(session, request, info, chosen, world.signal)
      : await ofModel(session, request, places)
    world.stdout.write(text)
    if (request.outputs.length > 0) world.stdout.write('\n')
    for (const { path: file, format } of request.outputs) {
      const made = await session.answer((options) =>
        session.client.export.figure({ path, device, spec, format, dpi }, options),
      )
      const data = new Uint8Array(await made.arrayBuffer())
      await session.writeFile(file, data)
      world.stdout.write(`${file} · ${byteText(data.byteLength)}\n`)
    }
  })
}

async function ofHead(
  session: EngineSession,
  request: CircuitsRequest,
  info: ModelInfo,
  head: Head,
  signal: AbortSignal,
): Promise<{ text: string; spec: Spec }> {
  const { client, answer } = session
  const { model: path, device, circuit, norms, offset, biases, pairs, held, figure } = request
  const ids = await idsOf(session, request, info, signal)
  const { layer } = head
  const asked = { layer, head: head.head, circuit, norms, offset, biases }
  const found = await answer((options) => client.circuits.head({ path, device, ...asked, from: ids, to: ids }, options))
  const matrix = circuitMatrixTable(found)
  const blocks = [headCircuitTable(found), ...(matrix === '' ? [] : [matrix])]
  if (pairs !== null || held) {
    const id = held && { id: await chooseWatched(client, path, held.word, signal), as: held.as }
    const count = pairs ?? pairsAtFirst
    const strongest = await answer((options) =>
      client.circuits.pairs({ path, device, ...asked, held: id, count }, options),
    )
    blocks.push(circuitPairsTable(strongest))
  }
  const of = { version: 1 as const, model: found.model, prompt: null, ...asked, ...figure }
  return {
    text: blocks.join('\n'),
    spec: matrix === '' ? { ...of, kind: 'circuit-spectrum' } : { ...of, kind: 'circuit-matrix', from: ids, to: ids },
  }
}

/** Of the pairs of one word where nobody says how many. */
const pairsAtFirst = 12

async function ofModel(
  { client, answer }: EngineSession,
  { model: path, device, norms, figure }: CircuitsRequest,
  places: readonly AttentionPlace[],
): Promise<{ text: string; spec: Spec }> {
  const found = await answer((options) => client.circuits.model({ path, device, norms }, options))
  const kinds: CompositionSpec['kinds'] = ['k']
  const threshold = firstThreshold(found, kinds)
  const of = { version: 1 as const, model: found.model, prompt: null, ...figure }
  return {
    text: modelCircuitsTable(found, places),
    spec: { ...of, kind: 'composition', norms, kinds, threshold, head: null },
  }
}

/** Ids of the matrix's words, each once, in their order. */
async function idsOf(
  { client }: EngineSession,
  { model: path, words }: CircuitsRequest,
  { encoder }: ModelInfo,
  signal: AbortSignal,
): Promise<number[]> {
  if (words === null) return []
  if (typeof words !== 'string') return unique(words)
  const { tokens } = await client.model.tokenize({ path, text: words, special: false }, { signal })
  return unique(tokens.filter(({ side }) => !encoder || side === 'encoder').map(({ id }) => id))
}

function unique(ids: readonly number[]): number[] {
  const all = [...new Set(ids)]
  if (all.length <= mostCircuitWords) return all
  throw new WrongUse(`A matrix is of at most ${mostCircuitWords} words, and these are ${all.length}.`)
}

/** The attention by its name in tables, which may hold a space, and the head after the last dot. */
function headNamed(text: string, places: readonly AttentionPlace[]): Head {
  const match = /^(.+)\.(\d+)$/.exec(text.trim())
  const layer = places.findIndex(({ name }) => name === match?.[1])
  const head = Number(match?.[2])
  if (match && layer >= 0 && head < places[layer]!.heads) return { layer, head }
  const { name, heads } = places.at(-1)!
  throw new WrongUse(`${text} names no head of this model; write one as ${places[0]!.name}.0 to ${name}.${heads - 1}.`)
}
