import type { Prompt } from '../../shared/contract'
import { Fault } from '../../shared/fault'
import { chartOf } from '../../shared/figures/chart'
import { type FigureFormat, type FilmFormat, formatFacts } from '../../shared/figures/figure-formats'
import type { FigureSpec } from '../../shared/figures/figure-spec'
import { type FilmSettings, frameCount, plainFilm } from '../../shared/figures/film/film'
import { plainPrint } from '../../shared/figures/print'
import type { FigureCaption } from '../../shared/figures/saved-figure'
import { figureColours } from '../../shared/figures/theme'
import type { DeviceName, DeviceWish, TokenInfo } from '../../shared/model-info'
import { inSlices } from '../../shared/slices'
import {
  arraysOf,
  captionOf,
  csvText,
  drawEps,
  drawFilm,
  drawGlb,
  drawPdf,
  drawPng,
  drawWebp,
  type FigureArrays,
  figureNpz,
  figureSafetensors,
  type Provenance,
  pgfPlots,
  svgDocument,
  trajectoryJson,
  trajectoryTable,
  vegaLite,
} from '../export'
import { runtimeVersions } from '../inference'
import type { DrawnFigure } from './figures/figure'
import { drawFigure } from './figures/registry'
import { breathe } from './long-call'
import { bibtexOf } from './model-card'
import type { OpenedModel } from './opened-model'
import type { RunOptions } from './run-options'
import type { RunTools } from './run-prompt'
import type { Runners } from './runners'
import { type TraceRequest, traceToken } from './trace-token'

export interface FigureRequest {
  readonly model: OpenedModel
  /** The second model of a figure of two. */
  readonly other: OpenedModel | null
  readonly device: DeviceWish
  readonly spec: FigureSpec
  readonly format: FigureFormat
  readonly dpi: number
  /** Of a moving picture. */
  readonly film?: FilmSettings | undefined
  /** Of the program, for the file's provenance. */
  readonly version: string
}

/** The figure that the window shows, drawn by the same component from the same numbers, or these numbers, as a file. */
export async function exportFigure(tools: RunTools, request: FigureRequest, options: RunOptions): Promise<File> {
  const { model, format } = request
  const { drawn, origin } = await figureNumbers(tools, request, options)
  if (formatFacts[format].of !== 'numbers') options.onProgress?.({ stage: 'drawing', done: null, total: null })
  await breathe(options.signal)
  return fileOf(model, drawn.name, format, await contentOf(request, drawn, origin, options))
}

/** What a figure is drawn from, and where that is from. */
async function figureNumbers(
  tools: RunTools,
  { model, other, spec, device, version }: Omit<FigureRequest, 'format' | 'dpi'>,
  options: RunOptions,
): Promise<{ drawn: DrawnFigure; origin: Provenance }> {
  if (spec.model.fingerprint !== model.info.fingerprint) {
    throw Fault.input(`The figure was made with another model (${spec.model.name})`, {
      file: model.info.path,
      place: 'fingerprint',
      remedy: 'Open the model that it names, or make the figure again with this one.',
    })
  }
  const prompt = demandPrompt(spec.prompt)
  const watched = watchDevice(tools)
  const drawn = await drawFigure(watched.tools, { model, other, prompt, device, spec }, options)
  const computedOn = watched.device() ?? drawn.device ?? null
  return { drawn, origin: originOf(version, model, drawn.tokens, prompt, computedOn, { ...spec }) }
}

async function contentOf(
  { spec, format, dpi, model, film = plainFilm }: FigureRequest,
  drawn: DrawnFigure,
  origin: Provenance,
  { signal, onProgress }: RunOptions,
): Promise<string | Uint8Array> {
  const { text, scale } = spec.print ?? plainPrint
  const svg = (outlined = text) => svgDocument(drawn.element, origin, outlined)
  switch (format) {
    case 'svg':
      return svg()
    case 'pdf':
      return await drawPdf(svg(), origin)
    case 'eps':
      return await drawEps(svg('outlines'), figureColours[spec.theme].paper, origin)
    case 'png':
      return await drawPng(svg(), dpi, origin, signal)
    case 'webp':
      return await drawWebp(svg(), dpi, origin, signal)
    case 'glb':
      if (!drawn.space) {
        throw Fault.input('This figure is not in 3D, and glTF holds 3D scenes', {
          file: model.info.path,
          remedy: 'Save it as PDF or SVG, or save a figure of paths as glTF.',
        })
      }
      return await drawGlb(drawn.space, drawn.table, origin)
    case 'gif':
    case 'mp4': {
      if (!drawn.film) {
        throw Fault.input(`This figure does not move, and ${formatFacts[format].name} is for what does`, {
          file: model.info.path,
          remedy: 'Save it as PNG or PDF, or save a figure of paths in 3D as a film.',
        })
      }
      demandPlayable(film, format)
      const total = frameCount(film)
      const before = async (frame: number) => {
        onProgress?.({ stage: 'drawing', done: frame, total })
        await breathe(signal)
      }
      const facts = { ...film, title: drawn.name, provenance: JSON.stringify({ ...origin, film }) }
      const at = await inSlices(drawn.film(film), async (share) => {
        onProgress?.({ stage: 'labelling', done: Math.floor(100 * share), total: 100 })
        await breathe(signal)
      })
      return await drawFilm(format, at, facts, figureColours[spec.theme], before, signal)
    }
    case 'csv':
      return csvText(drawn.table)
    case 'json':
      return `${JSON.stringify({ provenance: origin, [spec.kind]: drawn.json }, null, 2)}\n`
    case 'npz':
      return await figureNpz(arraysIn(drawn), origin)
    case 'safetensors':
      return figureSafetensors(arraysIn(drawn), origin)
    case 'tex':
    case 'vega-lite': {
      const chart = chartOf(spec)
      if (!chart) {
        throw Fault.input(`This figure is no chart that ${formatFacts[format].name} could draw`, {
          file: model.info.path,
          remedy:
            spec.kind === 'panels'
              ? 'Save the page as PDF or SVG, or each panel that is a chart as a figure of its own.'
              : 'Save it as PDF or SVG.',
        })
      }
      const paper = { title: drawn.name, width: spec.width * scale, height: spec.height * scale }
      return (format === 'tex' ? pgfPlots : vegaLite)(chart, drawn.table, paper, origin)
    }
  }
}

/** A GIF's times are hundredths of a second, and players slow down what is shown for less than two of them. */
const mostGifFps = 50

/** So many pixels of all frames together: some minutes of work, and a file of some hundred megabytes. */
const mostFilmPixels = 4e9

function demandPlayable(settings: FilmSettings, format: FilmFormat): void {
  const { width, height, fps } = settings
  const frames = frameCount(settings)
  if (format === 'gif' && fps > mostGifFps) {
    throw Fault.input(`A GIF shows at most ${mostGifFps} frames a second, and this would have ${fps}`, {
      place: 'fps',
      remedy: 'Choose fewer frames a second, or MP4.',
    })
  }
  if (width * height * frames > mostFilmPixels) {
    throw Fault.input(`${frames} frames of ${width} × ${height} pixels are too many`, {
      place: 'film',
      remedy: 'Choose fewer seconds, fewer frames a second or a smaller picture.',
    })
  }
}

/** What a paper would say under the figure. */
export async function captionFigure(
  tools: RunTools,
  request: Omit<FigureRequest, 'format' | 'dpi'>,
  options: RunOptions,
): Promise<FigureCaption> {
  const { drawn, origin } = await figureNumbers(tools, request, options)
  return { ...captionOf(svgDocument(drawn.element, origin), origin), bibtex: await bibtexOf(request.model) }
}

function arraysIn(drawn: DrawnFigure): FigureArrays {
  return drawn.arrays ? { numbers: drawn.arrays, words: new Map() } : arraysOf(drawn.table)
}

export interface NumbersRequest extends TraceRequest {
  readonly format: 'csv' | 'json'
  readonly version: string
}

/** The numbers of the table and of the picture. */
export async function exportNumbers(tools: RunTools, request: NumbersRequest, options: RunOptions): Promise<File> {
  const { format, version, prompt, model } = request
  const trajectory = await traceToken(tools, request, options)
  const { tokens, position, device } = trajectory
  const text =
    format === 'csv'
      ? csvText(trajectoryTable(trajectory))
      : trajectoryJson(trajectory, originOf(version, model, tokens, prompt, device, null))
  return fileOf(model, tokens[position]!.text, format, text)
}

/** Tools that tell on which device they ran last; null until something ran. */
function watchDevice(tools: RunTools): { tools: RunTools; device(): DeviceName | null } {
  let used: DeviceName | null = null
  const use: Runners['use'] = (model, wish, options, work) =>
    tools.runners.use(model, wish, options, (runner, choice) => {
      used = choice.device
      return work(runner, choice)
    })
  return { tools: { ...tools, runners: { ...tools.runners, use } }, device: () => used }
}

/** Where the numbers of a file are from. */
export function originOf(
  version: string,
  model: OpenedModel,
  tokens: readonly TokenInfo[],
  prompt: Prompt | null,
  device: DeviceName | null,
  spec: Provenance['spec'],
): Provenance {
  const { name, fingerprint } = model.info
  return {
    program: 'Tokentrace',
    version,
    model: { name, fingerprint },
    prompt,
    tokenIds: tokens.map(({ id }) => id),
    device,
    versions: runtimeVersions(),
    spec,
  }
}

/** Named by the model and what the file is of. */
export function fileOf(model: OpenedModel, name: string, format: FigureFormat, content: string | Uint8Array): File {
  const plain = (text: string) => text.replaceAll(/[^\p{L}\p{N}._-]+/gu, '-').replaceAll(/^-+|-+$/g, '')
  const bytes = typeof content === 'string' ? content : Uint8Array.from(content)
  const { ending, type } = formatFacts[format]
  return new File([bytes], `${plain(model.info.name)}-${plain(name) || 'token'}.${ending}`, { type })
}

/** A spec may be read from a file; the contract's prompt is stricter. */
function demandPrompt(prompt: FigureSpec['prompt']): Prompt | null {
  if (prompt && 'ids' in prompt && prompt.ids.length === 0) {
    throw Fault.input('The figure’s prompt is empty', { place: 'prompt', remedy: 'Make the figure again.' })
  }
  return prompt
}
