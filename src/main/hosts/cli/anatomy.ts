import { existsSync } from 'node:fs'
import { resolve } from 'node:path'
import type { Anatomy } from '../../../shared/anatomy'
import { byteText } from '../../../shared/byte-text'
import { anatomyHeight } from '../../../shared/figures/anatomy-figure'
import type { AnatomySpec } from '../../../shared/figures/anatomy-spec'
import type { FigureFormat } from '../../../shared/figures/figure-formats'
import type { FigureTheme } from '../../../shared/figures/trajectory-spec'
import type { CacheDtype } from '../../../shared/forward-work'
import { modelArgument } from '../model-argument'
import { anatomyFacts, kindsTable, layersTable } from './anatomy-table'
import { type EngineSession, withEngine } from './engine-session'
import { checkPlace, type OutputFile } from './output-path'
import { factLines } from './text-table'
import type { World } from './world'
import { WrongUse } from './wrong-use'

export interface AnatomyRequest {
  /** A model as on any command, a config.json, or a published model's id; `against` too. */
  readonly model: string
  readonly against: readonly string[]
  /** Tokens of the text whose forward pass and cache are counted. */
  readonly length: number
  readonly cache: CacheDtype
  readonly json: boolean
  readonly outputs: readonly OutputFile<FigureFormat>[]
  readonly paper: { readonly theme: FigureTheme; readonly width: number }
  /** Dots an inch, of PNG and WebP. */
  readonly dpi: number
  readonly dataFolder: string
}

/** Says where a model's parameters are, beside others where they are named, and what a forward pass costs; writes its figure. */
export async function anatomy(request: AnatomyRequest, world: World): Promise<void> {
  for (const { path } of request.outputs) await checkPlace(path)
  await withEngine(world, request.dataFolder, async (session) => {
    const { length, cache } = request
    const found: Anatomy[] = []
    for (const word of [request.model, ...request.against]) found.push(await find(session, word, world))
    if (request.json) {
      const [own, ...against] = found
      world.stdout.write(`${JSON.stringify(against.length > 0 ? { ...own, against } : own, null, 2)}\n`)
    } else {
      const blocks = found.map((one) => factLines(anatomyFacts(one, length, cache)))
      world.stdout.write(`${blocks.join('\n')}\n${kindsTable(found)}\n${layersTable(found[0]!)}`)
    }
    if (request.outputs.length > 0) await draw(session, request, found, world)
  })
}

/** A figure is of a model that opens, beside published ones, since it can then be made again from its file alone. */
async function draw(session: EngineSession, request: AnatomyRequest, found: readonly Anatomy[], world: World) {
  const { client, answer, writeFile } = session
  const { model: word, against, outputs, paper, dpi } = request
  const published = await client.model.published(undefined, { signal: world.signal })
  const isPublished = (name: string) => published.some(({ id }) => id === name) && !existsSync(resolve(world.cwd, name))
  const other = against.find((name) => !isPublished(name))
  if (isPublished(word) || /\.json$/i.test(word)) {
    throw new WrongUse('A figure is of a model that opens: name a model with its weights before --out.')
  }
  if (other !== undefined) throw new WrongUse(`A figure stands beside published models alone, and ${other} is none.`)
  const path = modelArgument(word, world.cwd)
  const { name, fingerprint } = await client.model.inspect({ path }, { signal: world.signal })
  const height = anatomyHeight(found, paper.width)
  const of = { version: 1 as const, model: { name, fingerprint }, prompt: null, against: [...against] }
  const spec: AnatomySpec = { ...of, ...paper, kind: 'anatomy', height }
  for (const { path: file, format } of outputs) {
    const made = await answer((options) => client.export.figure({ path, device: 'cpu', spec, format, dpi }, options))
    const data = new Uint8Array(await made.arrayBuffer())
    await writeFile(file, data)
    if (!request.json) world.stdout.write(`\n${file} · ${byteText(data.byteLength)}\n`)
  }
}

async function find({ client }: EngineSession, word: string, { cwd, signal }: World): Promise<Anatomy> {
  const models = await client.model.published(undefined, { signal })
  const isPublished = models.some(({ id }) => id === word) && !existsSync(resolve(cwd, word))
  return client.model.anatomy(isPublished ? { published: word } : { path: modelArgument(word, cwd) }, { signal })
}
