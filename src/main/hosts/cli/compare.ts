import type { Prompt } from '../../../shared/contract'
import type { DeviceWish } from '../../../shared/model-info'
import type { TrajectoryView } from '../../../shared/trajectory'
import { withEngine } from './engine-session'
import { chooseToken } from './token-choice'
import { nextWordsTable, twoModelsTable, twoModelsTitle } from './two-models-table'
import type { World } from './world'

export interface CompareRequest {
  /** Absolute paths, or the shipped sample's name; `other` is the reference. */
  readonly model: string
  readonly other: string
  readonly prompt: Prompt
  /** As `chooseToken` reads it. */
  readonly token: string
  readonly view: TrajectoryView
  readonly device: DeviceWish
  readonly dataFolder: string
}

/** Runs the same tokens through two models, and prints how far apart they are after each part. */
export async function compare(request: CompareRequest, world: World): Promise<void> {
  await withEngine(world, request.dataFolder, async ({ client, answer }) => {
    const { model: path, other, prompt, device, view } = request
    const { signal, stdout } = world
    const info = await client.model.inspect({ path }, { signal })
    const position = await positionOf()
    const compared = await answer((options) =>
      client.analyse.models({ path, other, prompt, device, position, view }, options),
    )
    stdout.write(`${twoModelsTitle(compared)}\n${twoModelsTable(compared, info)}\n${nextWordsTable(compared)}`)

    async function positionOf(): Promise<number> {
      if ('text' in prompt) {
        const { tokens } = await client.model.tokenize({ path, ...prompt }, { signal })
        // An empty prompt is refused by the run, in better words than that it has no such token.
        return tokens.every(({ special }) => special) ? 0 : chooseToken(tokens, request.token)
      }
      const { tokens } = await answer((options) => client.run({ path, prompt, device }, options))
      return chooseToken(tokens, request.token)
    }
  })
}
