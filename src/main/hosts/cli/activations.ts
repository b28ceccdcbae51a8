import { byteText } from '../../../shared/byte-text'
import type { Prompt } from '../../../shared/contract'
import type { DeviceWish } from '../../../shared/model-info'
import { deviceNote, origin } from './device-text'
import { withEngine } from './engine-session'
import { checkPlace, type OutputFile } from './output-path'
import { textTable } from './text-table'
import type { World } from './world'

export const tensorFormats = ['safetensors', 'npz'] as const

export interface ActivationsRequest {
  /** An absolute path, or the shipped sample's name. */
  readonly model: string
  readonly prompt: Prompt
  /** Hook points by name or glob. */
  readonly taps: readonly string[]
  readonly output: OutputFile<(typeof tensorFormats)[number]>
  readonly device: DeviceWish
  readonly dataFolder: string
}

/** Writes hook points of a run to a file, and says which and of what shape. */
export async function activations(request: ActivationsRequest, world: World): Promise<void> {
  const { model, prompt, taps, output, device, dataFolder } = request
  await checkPlace(output.path)
  const saved = await withEngine(world, dataFolder, (session) =>
    session.saveActivations({ path: model, prompt, device, taps, out: output.path }),
  )
  world.stderr.write(deviceNote(saved.device))
  const rows = saved.tensors.map(({ name, shape }) => [name, `[${shape.join(', ')}]`])
  const titles = [
    { title: 'hook point', align: 'left' },
    { title: 'shape', align: 'left' },
  ] as const
  world.stdout.write(textTable(titles, rows, null))
  const facts = [
    output.path,
    `${saved.tensors.length} ${saved.tensors.length === 1 ? 'tensor' : 'tensors'}`,
    byteText(saved.bytes),
    `${saved.tokens.length} ${saved.tokens.length === 1 ? 'token' : 'tokens'}`,
    saved.device.device,
    origin(saved.fromStore),
  ]
  world.stdout.write(`\n${facts.join(' · ')}\n`)
}
