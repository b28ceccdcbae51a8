import type { Progress } from '../../shared/contract'
import { Fault } from '../../shared/fault'
import type { GivenInput, GraphProof, GraphStructure, OnnxLook } from '../../shared/onnx-info'
import { tapsOf } from '../../shared/taps'
import type { FloatTensor } from '../../shared/tensor'
import { patternTimesValues, proveStructure } from '../analysis'
import { openOnnx } from '../checkpoint'
import { attentionOutputs, type FoundInFile, type GivenInputs, readGraph, runTapped } from '../inference'
import { TensorProto_DataType as DataType } from '../onnx-format'
import { numbersOf } from './given-inputs'
import { breathe } from './long-call'
import { onnxInfoOf } from './onnx-info-of'
import type { OpenModels } from './opened-model'
import { resolvePath } from './resolve-path'
import type { RunOptions } from './run-options'

export interface GraphRequest {
  readonly path: string
  readonly prove: boolean
  readonly given?: Readonly<Record<string, GivenInput>> | undefined
}

/**
 * What an ONNX file holds and what is found in its graph. A graph that cannot be run here says why in `structure`; a file that
 * is none is an `input` fault.
 */
export async function lookIntoGraph(
  models: Pick<OpenModels, 'graph'>,
  { path, prove, given }: GraphRequest,
  { onProgress, signal }: RunOptions,
): Promise<OnnxLook> {
  const tell = async (stage: Progress['stage']) => {
    onProgress?.({ stage, done: null, total: null })
    await breathe(signal)
  }
  await tell('reading')
  const file = await openOnnx(resolvePath(path), signal ? { signal } : {})
  const info = onnxInfoOf(file)
  await tell('opening')
  try {
    const values = await numbersOf(given ?? {})
    const known = values.size === 0 ? models.graph(file.fingerprint) : null
    const found = known ?? (await readGraph(file, { given: values, step: () => tell('analysing') }))
    if (prove) await tell('running')
    const proofs = prove ? await proofsOf(found, values, () => tell('running')) : null
    return { info, structure: structureOf(found, proofs) }
  } catch (error) {
    if (!(error instanceof Fault) || error.data.kind === 'cancelled') throw error
    return { info, structure: { kind: 'none', reason: reasonOf(error) } }
  }
}

function reasonOf({ data }: Fault): string {
  const native = data.details?.replaceAll(/\s+/g, ' ').trim().slice(0, 300)
  return native ? `${data.message}: ${native}` : data.message
}

function structureOf({ model: found, changes }: FoundInFile, proofs: GraphProof[] | null): GraphStructure {
  return {
    kind: 'found',
    stacks: found.stacks.map((stack) => ({ ...stack })),
    roles: Object.fromEntries(found.inputs.map(({ name, role }) => [name, role])),
    hooks: found.hooks.map(({ name }) => name),
    hookPoints: found.taps ? tapsOf(found.taps).length : 0,
    vocabulary: found.embedding?.rows ?? found.unembedding?.vocabulary ?? null,
    unembeds: found.unembedding !== null,
    changes: [...changes],
    missing: found.missing.map(({ what, reason, near }) => ({ what, reason, near: [...near] })),
    proofs,
  }
}

/** Runs the file as it is and with its hook points, on the same few tokens or what is given. */
async function proofsOf(
  { file, before, replaced, model, shapes }: FoundInFile,
  given: GivenInputs,
  step: () => Promise<void>,
): Promise<GraphProof[]> {
  if (model.taps === null) return []
  const words = Math.min(model.embedding?.rows || 100, 30_000)
  const tokenIds = Array.from({ length: shapes.batch[0]! }, (_, row) =>
    Array.from({ length: shapes.length[0]! }, (_, at) => (11 + 17 * at + 31 * row) % words),
  )
  const plain = await runTapped(before, { ...model, hooks: [], beside: [] }, { tokenIds }, given)
  const twins = model.twins.flatMap(({ own, beside }) => [own, beside])
  const checks = twins.map((value) => ({ name: twinName(value), value, steps: [] }))
  const tapped = await runTapped(file, { ...model, hooks: [...model.hooks, ...checks] }, { tokenIds }, given)
  const mixed = new Map(
    [...model.parts.writes.keys()].flatMap((at): [string, FloatTensor][] => {
      const [pattern, v] = [tapped.tensors.get(`${at}.hook_pattern`), tapped.tensors.get(`${at}.hook_v`)]
      return pattern && v ? [[at, patternTimesValues(pattern, v)]] : []
    }),
  )
  const named = model.twins.map(({ own, beside }) => ({ place: own, own: twinName(own), beside: twinName(beside) }))
  return proveStructure(model.taps, {
    plain: plain.tensors,
    tapped: tapped.tensors,
    exact: tapped.exact,
    replaced,
    halves: file.model.graph!.initializer.some(({ dataType }) => halves.includes(dataType)),
    rounded: file.model.graph!.node.some(({ opType }) => opType === 'QuantizeLinear'),
    twins: named,
    remade: await attentionOutputs({ file, model }, mixed, step),
  })
}

const halves: readonly number[] = [DataType.FLOAT16, DataType.BFLOAT16]

const twinName = (value: string) => `value ${value}`
