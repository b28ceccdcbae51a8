import { readFile } from 'node:fs/promises'
import { basename, dirname, resolve } from 'node:path'
import * as z from 'zod'
import { byteText } from '../../../shared/byte-text'
import { Fault } from '../../../shared/fault'
import type { FigureFormat } from '../../../shared/figures/figure-formats'
import { type FigureSpec, figureSpec } from '../../../shared/figures/figure-spec'
import { type FilmSettings, film, plainFilm } from '../../../shared/figures/film/film'
import type { SavedFigure } from '../../../shared/figures/saved-figure'
import type { DeviceWish } from '../../../shared/model-info'
import { modelArgument } from '../model-argument'
import { type EngineSession, withEngine } from './engine-session'
import { figureFile } from './figure-file'
import { checkPlace, type OutputFile } from './output-path'
import type { World } from './world'
import { WrongUse } from './wrong-use'

export interface FigureRequest {
  /** Absolute: a saved figure, a spec, or a batch of them. */
  readonly file: string
  /** Absolute paths, or the shipped sample's name; null where each figure of a batch names its own. */
  readonly model: string | null
  readonly other: string | null
  readonly outputs: readonly OutputFile<FigureFormat>[]
  readonly device: DeviceWish
  readonly dpi: number
  /** Of GIF and MP4; what is left out is as it was saved, or as in `plainFilm`. */
  readonly film: Partial<FilmSettings>
  readonly dataFolder: string
}

/** All the figures of a paper in one file. Paths are relative to it. */
const batch = z.strictObject({
  /** Of all figures that name none of their own. */
  model: z.string().optional(),
  other: z.string().optional(),
  dpi: z.number().min(36).max(1200).optional(),
  figures: z
    .array(
      z.strictObject({
        /** A spec, or the path of a figure or spec. */
        figure: z.union([z.string(), figureSpec]),
        model: z.string().optional(),
        other: z.string().optional(),
        dpi: z.number().min(36).max(1200).optional(),
        /** How it moves, in a GIF or MP4. */
        film: film.partial().optional(),
        /** One file, or the same figure in several formats. */
        out: z.union([z.string(), z.array(z.string()).min(1)]),
      }),
    )
    .min(1),
})

interface Wanted {
  readonly figure: FigureSpec | string
  readonly model: string
  readonly other: string | null
  readonly dpi: number
  readonly film: Partial<FilmSettings>
  readonly output: OutputFile<FigureFormat>
}

/** Makes saved figures again, one or all of a paper's; a line for each file that was written. */
export async function figure(request: FigureRequest, world: World): Promise<void> {
  const wanted = await wantedOf(request)
  for (const { output } of wanted) await checkPlace(output.path)
  await withEngine(world, request.dataFolder, async (session) => {
    for (const [index, { figure, model: path, other, dpi, film, output }] of wanted.entries()) {
      const saved: Pick<SavedFigure, 'spec' | 'film'> =
        typeof figure === 'string' ? await savedIn(session, figure) : { spec: figure }
      const drawn = {
        path,
        device: request.device,
        spec: saved.spec,
        format: output.format,
        dpi,
        film: { ...plainFilm, ...saved.film, ...film, ...request.film },
        ...(other === null ? {} : { other }),
      }
      const made = await session.answer((options) => session.client.export.figure(drawn, options))
      const data = new Uint8Array(await made.arrayBuffer())
      await session.writeFile(output.path, data)
      const counted = wanted.length > 1 ? `${index + 1}/${wanted.length} ` : ''
      world.stdout.write(`${counted}${output.path} · ${byteText(data.byteLength)}\n`)
    }
  })
}

async function wantedOf({ file, model, other, outputs, dpi }: FigureRequest): Promise<Wanted[]> {
  const json = await batchIn(file)
  if (json === null) {
    if (model === null) throw new WrongUse('Which model the figure is made with is missing: give --model.')
    if (outputs.length === 0) throw new WrongUse('Where the figure is written is missing: give --out.')
    return outputs.map((output) => ({ figure: file, model, other, dpi, film: {}, output }))
  }
  if (outputs.length > 0) throw new WrongUse('A batch says itself where its figures are written: leave out --out.')
  const read = batch.safeParse(json)
  if (!read.success) {
    const [issue] = read.error.issues
    throw Fault.input(`The batch of figures cannot be read: ${issue?.message ?? 'unknown'}`, {
      file,
      place: issue?.path.join('.') || 'figures',
      remedy: 'Each figure has `figure` (a spec, or the path of one) and `out`.',
    })
  }
  const folder = dirname(file)
  const all = read.data
  const named = (path: string | undefined) => (path === undefined ? undefined : modelArgument(path, folder))
  return all.figures.flatMap((one, index): Wanted[] => {
    const own = named(one.model ?? all.model) ?? model
    if (own === null) {
      throw Fault.input('A figure of the batch names no model', {
        file,
        place: `figures.${index}`,
        remedy: 'Name one there, for the whole batch, or with --model.',
      })
    }
    const outs = typeof one.out === 'string' ? [one.out] : one.out
    return outs.map((out) => ({
      figure: typeof one.figure === 'string' ? resolve(folder, one.figure) : one.figure,
      model: own,
      other: named(one.other ?? all.other) ?? other,
      dpi: one.dpi ?? all.dpi ?? dpi,
      film: given(one.film),
      output: figureFile(out, folder),
    }))
  })
}

/** Without what was left out. */
function given(
  settings: { readonly [K in keyof FilmSettings]?: FilmSettings[K] | undefined } = {},
): Partial<FilmSettings> {
  return Object.fromEntries(Object.entries(settings).filter(([, value]) => value !== undefined))
}

/** The file's JSON where it holds a batch; null for a picture or a spec. */
async function batchIn(file: string): Promise<object | null> {
  if (!/\.json$/i.test(file)) return null
  const bytes = await readBytes(file)
  try {
    const json: unknown = JSON.parse(Buffer.from(bytes).toString('utf8'))
    return typeof json === 'object' && json !== null && 'figures' in json ? json : null
  } catch (error) {
    throw Fault.input(`The file is no JSON: ${(error as Error).message}`, {
      file,
      remedy: 'Mend it, or save the figure again.',
    })
  }
}

async function savedIn({ client }: EngineSession, file: string): Promise<SavedFigure> {
  return await client.export.read({ file: new File([await readBytes(file)], basename(file)) })
}

async function readBytes(file: string): Promise<Uint8Array<ArrayBuffer>> {
  return Uint8Array.from(
    await readFile(file).catch((error: Error) => {
      throw Fault.input(`The file cannot be read: ${error.message}`, { file, remedy: 'Name a file that is there.' })
    }),
  )
}
