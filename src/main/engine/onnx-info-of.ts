import type { GraphPort, OnnxInfo } from '../../shared/onnx-info'
import type { OnnxFile } from '../checkpoint'
import { TensorProto_DataType as DataType, type ModelProto, type ValueInfoProto } from '../onnx-format'

/** What an ONNX file holds, in the contract's words. */
export function onnxInfoOf(file: OnnxFile): OnnxInfo {
  const { model, mapped } = file
  const graph = model.graph!
  const given = new Set(graph.initializer.map(({ name }) => name))
  return {
    path: file.path,
    name: file.name,
    producer: [model.producerName, model.producerVersion].filter(Boolean).join(' '),
    opsets: model.opsetImport.map(({ domain, version }) => ({
      domain: domain || 'ai.onnx',
      version: Number(BigInt.asIntN(53, version)),
    })),
    nodes: graph.node.length,
    ownOperators: ownOperators(model),
    // Files of old versions list their weights among the inputs.
    inputs: graph.input.filter(({ name }) => !given.has(name)).map(portOf),
    outputs: graph.output.map(portOf),
    mappedTensors: mapped.tensors,
    mappedBytes: mapped.bytes,
    files: file.files.length,
    bytes: file.files.reduce((sum, { bytes }) => sum + bytes, 0),
    hasTokenizer: file.tokenizerFile !== null,
    fingerprint: file.fingerprint,
  }
}

function ownOperators({ graph }: ModelProto): OnnxInfo['ownOperators'] {
  const counts = new Map<string, number>()
  for (const { domain, opType } of graph!.node) {
    if (domain === '' || domain === 'ai.onnx') continue
    const name = `${domain}.${opType}`
    counts.set(name, (counts.get(name) ?? 0) + 1)
  }
  return [...counts].map(([name, count]) => ({ name, count })).sort((a, b) => b.count - a.count)
}

export function portOf({ name, type }: ValueInfoProto): GraphPort {
  if (type?.value.case !== 'tensorType') return { name, dtype: '', shape: null }
  const { elemType, shape } = type.value.value
  const sizes = shape?.dim.map(({ value }) => {
    if (value.case === 'dimValue') return Number(BigInt.asIntN(53, value.value))
    return value.case === 'dimParam' && value.value !== '' ? value.value : '?'
  })
  return { name, dtype: DataType[elemType] ?? `type ${elemType}`, shape: sizes ?? null }
}
