import type { DeviceWish } from '../../../shared/model-info'
import { withEngine } from './engine-session'
import { modelFacts } from './model-facts'
import { factLines } from './text-table'
import type { World } from './world'

export interface InspectRequest {
  /** An absolute path, or the shipped sample's name. */
  readonly model: string
  readonly device: DeviceWish
  readonly json: boolean
  readonly dataFolder: string
}

/** Says what a model is, from its headers alone, and which device would run it. */
export async function inspect(request: InspectRequest, world: World): Promise<void> {
  await withEngine(world, request.dataFolder, async ({ client }) => {
    const { signal } = world
    const model = await client.model.inspect({ path: request.model }, { signal })
    const device = await client.model.device({ wish: request.device }, { signal })
    world.stdout.write(
      request.json ? `${JSON.stringify({ ...model, device }, null, 2)}\n` : factLines(modelFacts(model, device)),
    )
  })
}
