import { realpath } from 'node:fs/promises'
import { dirname, join, normalize, relative, sep } from 'node:path'
import { clone, toBinary } from '@bufbuild/protobuf'
import { type GraphProto, ModelProtoSchema } from '../../onnx-format'
import type { OnnxFile } from './onnx-file'

type Placed = Pick<OnnxFile, 'model' | 'skeleton' | 'dataFolder'>

/**
 * A graph that names its weights where they really lie. A hub cache links each file into another folder, and ONNX Runtime refuses a
 * name that leads out of the folder it was given. `names` are the files of weights in `folder`. Unchanged where nothing is a link.
 */
export async function inRealPlaces(
  { model, skeleton }: Pick<OnnxFile, 'model' | 'skeleton'>,
  folder: string,
  names: readonly string[],
): Promise<Placed> {
  const real = new Map<string, string>()
  for (const name of names) real.set(name, await realpath(join(folder, name)))
  const own = await realpath(folder)
  if (names.every((name) => real.get(name) === join(own, name))) return { model, skeleton, dataFolder: folder }
  const dataFolder = commonFolder([...real.values()])
  const moved = new Map([...real].map(([name, path]) => [name, relative(dataFolder, path).replaceAll(sep, '/')]))
  const placed = clone(ModelProtoSchema, model)
  if (placed.graph) moveTensors(placed.graph, moved)
  return { model: placed, skeleton: toBinary(ModelProtoSchema, placed), dataFolder }
}

function moveTensors({ initializer, node }: GraphProto, moved: ReadonlyMap<string, string>): void {
  const attributes = node.flatMap(({ attribute }) => attribute)
  for (const { externalData } of [...initializer, ...attributes.flatMap(({ t }) => (t ? [t] : []))]) {
    for (const entry of externalData) {
      if (entry.key === 'location') entry.value = moved.get(normalize(entry.value)) ?? entry.value
    }
  }
  for (const { g, graphs } of attributes) for (const inner of [...(g ? [g] : []), ...graphs]) moveTensors(inner, moved)
}

function commonFolder(paths: readonly string[]): string {
  let folder = dirname(paths[0]!)
  while (!paths.every((path) => path.startsWith(folder.endsWith(sep) ? folder : `${folder}${sep}`)))
    folder = dirname(folder)
  return folder
}
