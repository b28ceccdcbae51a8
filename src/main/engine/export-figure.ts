import type { Prompt } from '../../shared/contract'
import { Fault } from '../../shared/fault'
import type { FigureSpec } from '../../shared/figures/figure-spec'
import type { DeviceWish, TokenInfo } from '../../shared/model-info'
import { drawPdf, drawPng, type Provenance, svgDocument, trajectoryCsv, trajectoryJson } from '../export'
import { drawFigure } from './figures/registry'
import { breathe } from './long-call'
import type { OpenedModel } from './opened-model'
import type { RunOptions } from './run-options'
import type { RunTools } from './run-prompt'
import { type TraceRequest, traceToken } from './trace-token'

export interface FigureRequest {
  readonly model: OpenedModel
  /** The second model of a figure of two. */
  readonly other: OpenedModel | null
  readonly device: DeviceWish
  readonly spec: FigureSpec
  readonly format: 'svg' | 'pdf' | 'png' | 'csv' | 'json'
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

/** The figure that the window shows, drawn by the same component from the same numbers, or these numbers, as a file. */
export async function exportFigure(tools: RunTools, request: FigureRequest, options: RunOptions): Promise<File> {
  const { model, other, spec, format, dpi, device, version } = request
  if (spec.model.fingerprint !== model.info.fingerprint) {
    throw Fault.input(`The figure was made with another model (${spec.model.name})`, {
      file: model.info.path,
      place: 'fingerprint',
      remedy: 'Open the model that it names, or make the figure again with this one.',
    })
  }
  const prompt = demandPrompt(spec.prompt)
  const drawn = await drawFigure(tools, { model, other, prompt, device, spec }, options)
  const origin = originOf(version, model, drawn.tokens, prompt, { ...spec })
  const file = (content: string | Uint8Array) => fileOf(model, drawn.name, format, content)
  if (format === 'csv') return file(drawn.csv)
  if (format === 'json') return file(`${JSON.stringify({ provenance: origin, [spec.kind]: drawn.json }, null, 2)}\n`)
  options.onProgress?.({ stage: 'drawing', done: null, total: null })
  await breathe()
  if (options.signal?.aborted) throw Fault.cancelled()
  const svg = svgDocument(drawn.element, origin)
  switch (format) {
    case 'svg':
      return file(svg)
    case 'pdf':
      return file(await drawPdf(svg, origin))
    case 'png':
      return file(await drawPng(svg, dpi, origin, options.signal))
  }
}

export interface NumbersRequest extends TraceRequest {
  readonly format: 'csv' | 'json'
  readonly version: string
}

/** The numbers of the table and of the picture. */
export async function exportNumbers(tools: RunTools, request: NumbersRequest, options: RunOptions): Promise<File> {
  const { format, version, prompt, model } = request
  const trajectory = await traceToken(tools, request, options)
  const { tokens, position } = trajectory
  const text =
    format === 'csv'
      ? trajectoryCsv(trajectory)
      : trajectoryJson(trajectory, originOf(version, model, tokens, prompt, null))
  return fileOf(model, tokens[position]!.text, format, text)
}

function originOf(
  version: string,
  model: OpenedModel,
  tokens: readonly TokenInfo[],
  prompt: Prompt | null,
  spec: Provenance['spec'],
): Provenance {
  const { name, fingerprint } = model.info
  return {
    program: 'Tokentrace',
    version,
    model: { name, fingerprint },
    prompt,
    tokenIds: tokens.map(({ id }) => id),
    spec,
  }
}

function fileOf(model: OpenedModel, name: string, format: keyof typeof types, content: string | Uint8Array): File {
  const plain = (text: string) => text.replaceAll(/[^\p{L}\p{N}._-]+/gu, '-').replaceAll(/^-+|-+$/g, '')
  const bytes = typeof content === 'string' ? content : Uint8Array.from(content)
  return new File([bytes], `${plain(model.info.name)}-${plain(name) || 'token'}.${format}`, { type: types[format] })
}

/** A spec may be read from a file; the contract's prompt is stricter. */
function demandPrompt(prompt: FigureSpec['prompt']): Prompt | null {
  if (prompt && 'ids' in prompt && prompt.ids.length === 0) {
    throw Fault.input('The figure’s prompt is empty', { place: 'prompt', remedy: 'Make the figure again.' })
  }
  return prompt
}
