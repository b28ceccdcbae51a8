import type { Progress } from '../../shared/contract'
import { Fault } from '../../shared/fault'
import type { GraphProof, GraphStructure, OnnxLook } from '../../shared/onnx-info'
import { tapsOf } from '../../shared/taps'
import { proveStructure } from '../analysis'
import { type OnnxFile, openOnnx } from '../checkpoint'
import { runTapped, seeThrough } from '../inference'
import { type FoundModel, findModel, graphOf, recogniseInputs } from '../structure'
import { breathe } from './long-call'
import { onnxInfoOf } from './onnx-info-of'
import { resolvePath } from './resolve-path'
import type { RunOptions } from './run-options'

/**
 * What an ONNX file holds and what is found in its graph. A graph that cannot be run here says why in `structure`; a file that
 * is none is an `input` fault.
 */
export async function lookIntoGraph(
  { path, prove }: { readonly path: string; readonly prove: boolean },
  { onProgress, signal }: RunOptions,
): Promise<OnnxLook> {
  const tell = async (stage: Progress['stage']) => {
    onProgress?.({ stage, done: null, total: null })
    await breathe()
    if (signal?.aborted) throw Fault.cancelled()
  }
  await tell('reading')
  const file = await openOnnx(resolvePath(path), signal ? { signal } : {})
  const info = onnxInfoOf(file)
  await tell('opening')
  try {
    const plain = graphOf(file)
    const { graph, shapes, inputs } = await seeThrough(file, plain, recogniseInputs(plain))
    await tell('analysing')
    const found = findModel(graph, inputs, shapes)
    if (prove) await tell('running')
    const proofs = prove ? await proofsOf(file, found, { batch: shapes.batch[0]!, length: shapes.length[0]! }) : null
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

function structureOf(found: FoundModel, proofs: GraphProof[] | null): GraphStructure {
  return {
    kind: 'found',
    stacks: found.stacks.map((stack) => ({ ...stack })),
    roles: Object.fromEntries(found.inputs.map(({ name, role }) => [name, role])),
    hooks: found.hooks.map(({ name }) => name),
    hookPoints: found.taps ? tapsOf(found.taps).length : 0,
    vocabulary: found.embedding?.rows ?? found.unembedding?.vocabulary ?? null,
    unembeds: found.unembedding !== null,
    missing: found.missing.map(({ what, reason, near }) => ({ what, reason, near: [...near] })),
    proofs,
  }
}

/** Runs the file as it is and with its hook points, on the same few tokens. */
async function proofsOf(
  file: OnnxFile,
  found: FoundModel,
  { batch, length }: { batch: number; length: number },
): Promise<GraphProof[]> {
  if (found.taps === null) return []
  const words = Math.min(found.embedding?.rows || 100, 30_000)
  const tokenIds = Array.from({ length: batch }, (_, row) =>
    Array.from({ length }, (_, at) => (11 + 17 * at + 31 * row) % words),
  )
  const plain = await runTapped(file, { ...found, hooks: [], beside: [] }, { tokenIds })
  const twins = found.twins.flatMap(({ own, beside }) => [own, beside])
  const checks = [
    ...found.written.map((hook) => ({ ...hook, name: writtenName(hook.name) })),
    ...twins.map((value) => ({ name: twinName(value), value, steps: [] })),
  ]
  const tapped = await runTapped(file, { ...found, hooks: [...found.hooks, ...checks] }, { tokenIds })
  const named = found.twins.map(({ own, beside }) => ({ place: own, own: twinName(own), beside: twinName(beside) }))
  return proveStructure(found.taps, {
    plain: plain.tensors,
    tapped: tapped.tensors,
    exact: tapped.exact,
    twins: named,
    writtenName,
  })
}

const writtenName = (hook: string) => `${hook}, from z`
const twinName = (value: string) => `value ${value}`
