import { createElement } from 'react'
import type { Prompt } from '../../shared/contract'
import { Fault } from '../../shared/fault'
import { TrajectoryFigure } from '../../shared/figures/trajectory-figure'
import type { TrajectorySpec } from '../../shared/figures/trajectory-spec'
import type { DeviceWish } from '../../shared/model-info'
import type { Trajectory } from '../../shared/trajectory'
import { drawPdf, drawPng, type Provenance, svgDocument, trajectoryCsv, trajectoryJson } from '../export'
import { breathe } from './long-call'
import type { OpenedModel } from './opened-model'
import type { RunOptions, RunTools } from './run-prompt'
import { type TraceRequest, traceToken } from './trace-token'

export interface FigureRequest {
  readonly model: OpenedModel
  readonly device: DeviceWish
  readonly spec: TrajectorySpec
  readonly format: 'svg' | 'pdf' | 'png'
  readonly dpi: number
  /** Of the program, for the file's provenance. */
  readonly version: string
}

const types = {
  svg: 'image/svg+xml',
  pdf: 'application/pdf',
  png: 'image/png',
  csv: 'text/csv',
  json: 'application/json',
} as const

/** The figure that the window shows, drawn by the same component from the same numbers, as a file. */
export async function exportFigure(tools: RunTools, request: FigureRequest, options: RunOptions): Promise<File> {
  const { model, spec, format, dpi, device, version } = request
  if (spec.model.fingerprint !== model.info.fingerprint) {
    throw Fault.input(`The figure was made with another model (${spec.model.name})`, {
      file: model.info.path,
      place: 'fingerprint',
      remedy: 'Open the model that it names, or make the figure again with this one.',
    })
  }
  const { position, view } = spec
  const prompt = demandPrompt(spec.prompt)
  const trajectory = await traceToken(tools, { model, prompt, device, position, view, watch: null }, options)
  options.onProgress?.({ stage: 'drawing', done: null, total: null })
  await breathe()
  if (options.signal?.aborted) throw Fault.cancelled()
  const origin = originOf(version, trajectory, prompt, { ...spec })
  const svg = svgDocument(createElement(TrajectoryFigure, { spec, trajectory }), origin)
  switch (format) {
    case 'svg':
      return fileOf(trajectory, format, svg)
    case 'pdf':
      return fileOf(trajectory, format, await drawPdf(svg, origin))
    case 'png':
      return fileOf(trajectory, format, await drawPng(svg, dpi, origin, options.signal))
  }
}

export interface NumbersRequest extends TraceRequest {
  readonly format: 'csv' | 'json'
  readonly version: string
}

/** The numbers of the table and of the picture. */
export async function exportNumbers(tools: RunTools, request: NumbersRequest, options: RunOptions): Promise<File> {
  const { format, version, prompt } = request
  const trajectory = await traceToken(tools, request, options)
  const text =
    format === 'csv'
      ? trajectoryCsv(trajectory)
      : trajectoryJson(trajectory, originOf(version, trajectory, prompt, null))
  return fileOf(trajectory, format, text)
}

function originOf(version: string, trajectory: Trajectory, prompt: Prompt, spec: Provenance['spec']): Provenance {
  const { name, fingerprint } = trajectory.model
  return {
    program: 'Tokentrace',
    version,
    model: { name, fingerprint },
    prompt,
    tokenIds: trajectory.tokens.map(({ id }) => id),
    spec,
  }
}

function fileOf(
  { model, tokens, position }: Trajectory,
  format: keyof typeof types,
  content: string | Uint8Array,
): File {
  const plain = (text: string) => text.replaceAll(/[^\p{L}\p{N}._-]+/gu, '-').replaceAll(/^-+|-+$/g, '')
  const word = plain(tokens[position]!.text) || String(position)
  const bytes = typeof content === 'string' ? content : Uint8Array.from(content)
  return new File([bytes], `${plain(model.name)}-${word}.${format}`, { type: types[format] })
}

/** A spec may be read from a file; the contract's prompt is stricter. */
function demandPrompt(prompt: TrajectorySpec['prompt']): Prompt {
  if ('ids' in prompt && prompt.ids.length === 0) {
    throw Fault.input('The figure’s prompt is empty', { place: 'prompt', remedy: 'Make the figure again.' })
  }
  return prompt
}
