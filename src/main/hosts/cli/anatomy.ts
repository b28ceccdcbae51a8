import { existsSync } from 'node:fs'
import { resolve } from 'node:path'
import type { Anatomy } from '../../../shared/anatomy'
import type { CacheDtype } from '../../../shared/forward-work'
import { modelArgument } from '../model-argument'
import { anatomyFacts, kindsTable, layersTable } from './anatomy-table'
import { type EngineSession, withEngine } from './engine-session'
import { factLines } from './text-table'
import type { World } from './world'

export interface AnatomyRequest {
  /** A model as on any command, a config.json, or a published model's id; `against` too. */
  readonly model: string
  readonly against: readonly string[]
  /** Tokens of the text whose forward pass and cache are counted. */
  readonly length: number
  readonly cache: CacheDtype
  readonly json: boolean
  readonly dataFolder: string
}

/** Says where a model's parameters are, beside others where they are named, and what a forward pass costs. */
export async function anatomy(request: AnatomyRequest, world: World): Promise<void> {
  await withEngine(world, request.dataFolder, async (session) => {
    const { length, cache } = request
    const found: Anatomy[] = []
    for (const word of [request.model, ...request.against]) found.push(await find(session, word, world))
    if (request.json) {
      const [own, ...against] = found
      world.stdout.write(`${JSON.stringify(against.length > 0 ? { ...own, against } : own, null, 2)}\n`)
      return
    }
    const blocks = found.map((one) => factLines(anatomyFacts(one, length, cache)))
    world.stdout.write(`${blocks.join('\n')}\n${kindsTable(found)}\n${layersTable(found[0]!)}`)
  })
}

async function find({ client }: EngineSession, word: string, { cwd, signal }: World): Promise<Anatomy> {
  const models = await client.model.published(undefined, { signal })
  const isPublished = models.some(({ id }) => id === word) && !existsSync(resolve(cwd, word))
  return client.model.anatomy(isPublished ? { published: word } : { path: modelArgument(word, cwd) }, { signal })
}
