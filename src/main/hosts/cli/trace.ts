import { byteText } from '../../../shared/byte-text'
import type { Prompt } from '../../../shared/contract'
import type { FigureFormat } from '../../../shared/figures/figure-formats'
import { type FilmSettings, plainFilm } from '../../../shared/figures/film/film'
import type { DeviceWish } from '../../../shared/model-info'
import type { Trajectory, TrajectoryView } from '../../../shared/trajectory'
import { axesNamed } from './axis-words'
import { classesTable } from './classes-table'
import { deviceNote } from './device-text'
import { type EngineSession, withEngine } from './engine-session'
import { checkPlace, type OutputFile } from './output-path'
import { stepsTable, trajectoryTitle } from './steps-table'
import { chooseToken } from './token-choice'
import { type FigureWishes, trajectoryFigure } from './trace-figure'
import { chooseWatched } from './watched-word'
import type { World } from './world'

export interface TraceRequest {
  /** An absolute path, or the shipped sample's name. */
  readonly model: string
  readonly prompt: Prompt
  /** As `chooseToken` reads it. */
  readonly token: string
  readonly view: TrajectoryView
  /** The word whose probability is followed; null for the likeliest at the end. */
  readonly watch: string | null
  /** As `axesNamed` reads them. */
  readonly axes: readonly string[]
  readonly device: DeviceWish
  readonly outputs: readonly OutputFile<FigureFormat>[]
  readonly figure: FigureWishes
  /** Of GIF and MP4; what is left out is as in `plainFilm`. */
  readonly film: Partial<FilmSettings>
  /** Dots an inch, of PNG and WebP. */
  readonly dpi: number
  readonly dataFolder: string
}

/** Follows one token through the layers: prints the table, then writes the picture and the numbers. */
export async function trace(request: TraceRequest, world: World): Promise<void> {
  for (const { path } of request.outputs) await checkPlace(path)
  await withEngine(world, request.dataFolder, async (session) => {
    const { client, answer } = session
    const { model: path, prompt, device, view } = request
    const { signal } = world

    // What can be found wrong without running the model is.
    const axes = await axesNamed(request.axes, session, signal)
    const words = 'text' in prompt ? await client.model.tokenize({ path, ...prompt }, { signal }) : null
    // An empty prompt is refused by the run, in better words than that it has no such token.
    const isEmpty = words?.tokens.every(({ special }) => special) ?? true
    const early = words && !isEmpty ? chooseToken(words.tokens, request.token) : null
    const watch = request.watch === null ? null : await chooseWatched(client, path, request.watch, signal)

    const ran = await answer((options) => client.run({ path, prompt, device }, options))
    world.stderr.write(deviceNote(ran.device))
    const position = early ?? chooseToken(ran.tokens, request.token)
    const input = { path, prompt, device, position, view, watch, axes }
    const trajectory = await answer((options) => client.analyse.trajectory(input, options))

    const { stdout } = world
    stdout.write(`${trajectoryTitle(trajectory, ran.fromStore)}\n\n`)
    stdout.write(stepsTable(trajectory, stdout.isTTY ? (stdout.columns ?? null) : null))
    if (watch !== null && trajectory.watched === null) {
      world.stderr.write('This model has no unembedding, so no word can be watched.\n')
    }
    if ((await client.model.inspect({ path }, { signal })).taskHead) {
      const classes = await answer((options) => client.analyse.classes({ path, prompt, device }, options))
      stdout.write(`\n${classesTable(classes, position)}`)
    }

    if (request.outputs.length > 0) stdout.write('\n')
    for (const output of request.outputs) {
      const data = await fileOf(session, output.format, input, trajectory, request)
      await session.writeFile(output.path, data)
      stdout.write(`${output.path} · ${byteText(data.byteLength)}\n`)
    }
  })
}

type TraceInput = Parameters<EngineSession['client']['analyse']['trajectory']>[0]

async function fileOf(
  { client, answer }: EngineSession,
  format: FigureFormat,
  input: TraceInput,
  trajectory: Trajectory,
  { figure, film, dpi }: TraceRequest,
): Promise<Uint8Array> {
  const file = await answer((options) => {
    if (format === 'csv' || format === 'json') return client.export.numbers({ ...input, format }, options)
    const { path, device, prompt } = input
    const spec = trajectoryFigure(trajectory, prompt, figure, input.axes ?? [])
    return client.export.figure({ path, device, spec, format, dpi, film: { ...plainFilm, ...film } }, options)
  })
  return new Uint8Array(await file.arrayBuffer())
}
