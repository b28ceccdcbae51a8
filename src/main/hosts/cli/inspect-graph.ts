import { byteText } from '../../../shared/byte-text'
import { Fault } from '../../../shared/fault'
import { count } from '../../../shared/figures/numbers'
import { proofTitles } from '../../../shared/graph-words'
import type { GraphPort, GraphProof, OnnxInfo } from '../../../shared/onnx-info'
import { someOf } from '../../../shared/some-of'
import { withEngine } from './engine-session'
import type { InspectRequest } from './inspect'
import { structureFacts } from './structure-facts'
import { factLines } from './text-table'
import type { World } from './world'

/**
 * Says what an ONNX file holds and what is found inside; with a check, also whether a run's numbers bear that out. Throws an
 * `input` fault, once all is said, where they do not.
 */
export async function inspectGraph(request: InspectRequest, world: World): Promise<void> {
  const { model: path, check: prove, json, given, dataFolder } = request
  await withEngine(world, dataFolder, async ({ client, answer }) => {
    const { stdout } = world
    const { info, structure } = await answer((options) =>
      client.model.graph({ path, prove, ...(given ? { given } : {}) }, options),
    )
    if (json) stdout.write(`${JSON.stringify({ ...info, structure }, null, 2)}\n`)
    else stdout.write(`${factLines(graphFacts(info))}\n${factLines(structureFacts(structure))}`)
    if (structure.kind === 'found') demandProof(info.name, structure.proofs ?? [])
  })
}

function demandProof(name: string, proofs: readonly GraphProof[]): void {
  const failed = proofs.filter(({ error, bound }) => error > bound)
  if (failed.length === 0) return
  throw Fault.input(
    `What was found in ${name} does not bear out: ${failed.map(({ what }) => proofTitles[what]).join(', ')}`,
    {
      remedy: 'Do not rely on its hook points; report the program that exported it.',
    },
  )
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
