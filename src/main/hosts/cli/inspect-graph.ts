import { byteText } from '../../../shared/byte-text'
import { count } from '../../../shared/figures/numbers'
import type { GraphPort, OnnxInfo } from '../../../shared/onnx-info'
import { someOf } from '../../../shared/some-of'
import { withEngine } from './engine-session'
import type { InspectRequest } from './inspect'
import { factLines } from './text-table'
import type { World } from './world'

/** Says what an ONNX file holds. */
export async function inspectGraph({ model: path, json, dataFolder }: InspectRequest, world: World): Promise<void> {
  await withEngine(world, dataFolder, async ({ client }) => {
    const { signal, stdout } = world
    const info = await client.model.graph({ path }, { signal })
    stdout.write(json ? `${JSON.stringify(info, null, 2)}\n` : factLines(graphFacts(info)))
  })
}

function graphFacts(info: OnnxInfo): [name: string, value: string][] {
  const own = info.ownOperators.map(({ name, count }) => `${name} × ${count}`)
  return [
    ['model', info.name],
    ['file', info.path],
    ['written by', info.producer || 'an unnamed program'],
    ['operators', info.opsets.map(({ domain, version }) => `${domain} ${version}`).join(', ')],
    ...(own.length > 0 ? [['not standard', someOf(own, 6)] as [string, string]] : []),
    ['nodes', count(info.nodes)],
    ...ports('inputs', info.inputs),
    ...ports('outputs', info.outputs),
    ['weights', `${count(info.mappedTensors)} tensors, ${byteText(info.mappedBytes)}, mapped where they lie`],
    ['size', byteText(info.bytes)],
    ['files', `${count(info.files)} (onnx)`],
    ['tokenizer', info.hasTokenizer ? 'found' : 'none beside the file or above it'],
    ['fingerprint', info.fingerprint.slice(0, 12)],
  ]
}

/** More of them, as decoders with a cache have, say nothing more. */
const mostPorts = 8

function ports(title: string, all: readonly GraphPort[]): [string, string][] {
  const rows = all.slice(0, mostPorts).map(({ name, dtype, shape }, index): [string, string] => {
    const sizes = shape === null ? '' : ` [${shape.join(', ')}]`
    return [index === 0 ? title : '', `${name} ${dtype || 'no tensor'}${sizes}`]
  })
  return all.length > mostPorts ? [...rows, ['', `and ${all.length - mostPorts} more`]] : rows
}
