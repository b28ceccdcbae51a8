import type { FloatTensor } from '../../shared/tensor'
import type { OnnxFile } from '../checkpoint'
import { neededAlone } from '../graph'
import type { FoundHook, FoundModel, ProbedShapes } from '../structure'
import { type FoundInFile, findInFile } from './find-in-file'
import type { GivenInputs } from './given'
import type { NormVectors } from './head-writes'
import { measureNorms } from './measure-norms'
import { runTapped } from './run-tapped'
import type { ToldByRuns } from './told-by-runs'

/** What a graph is found to be, and what only runs of parts of it tell. */
export interface ReadGraph extends FoundInFile {
  /** Of each norm that was found, by what its hook points begin with. */
  readonly norms: ReadonlyMap<string, NormVectors>
  /** Whether the last stack's tokens see none after them; null where no pattern was found. */
  readonly causal: boolean | null
  /** What to give as `known` when the same file is read again. */
  readonly told: ToldByRuns
}

interface ReadOptions {
  /** Numbers for inputs of no known use. */
  readonly given?: GivenInputs
  /** What runs of the same file told before; it is then not run again. */
  readonly known?: ToldByRuns | null
  /** Called between the runs. */
  readonly step?: () => Promise<void>
}

/**
 * Reads a graph: what is found in it, and by a few small runs what its norms compute and who sees whom. Throws an `environment`
 * fault for a graph that ONNX Runtime does not run.
 */
export async function readGraph(original: OnnxFile, { given, known, step }: ReadOptions = {}): Promise<ReadGraph> {
  const found = await findInFile(original, given, known?.probes)
  await step?.()
  const { file, model, shapes } = found
  const norms = known?.norms ?? (await measureNorms({ file, beside: model.beside }, model.parts.norms))
  await step?.()
  const causal = known ? known.causal : await seesNothingAfter(found, given)
  const told = { probes: found.probes, norms, causal }
  return { ...found, model: withScales(model, norms, shapes), norms, causal, told }
}

/** What norms divide by, also where no constant of the graph says their ε: what was measured does. */
function withScales(found: FoundModel, norms: ReadonlyMap<string, NormVectors>, shapes: ProbedShapes): FoundModel {
  const known = new Set(found.hooks.map(({ name }) => name))
  const scales = [...norms].flatMap(([name, { kind, eps }]): FoundHook[] => {
    const { from, width } = found.parts.norms.get(name)!
    const rows = found.hooks.find(({ value }) => value === from)
    const parted: FoundHook['steps'] | null =
      rows?.steps ?? (shapes.of.get(from)?.[0]?.length === 3 ? [] : rowsLike(found, width.from))
    const hook = `${name}.hook_scale`
    if (parted === null || known.has(hook)) return []
    return [
      { name: hook, value: from, steps: [...parted, { kind: 'length', centred: kind === 'layer', epsilon: eps }] },
    ]
  })
  const added = new Set(scales.map(({ name }) => name))
  return {
    ...found,
    hooks: [...found.hooks, ...scales],
    missing: found.missing.filter(({ what }) => !added.has(what)),
  }
}

/** Rows of all texts in one axis, parted as the words' are. */
function rowsLike({ parts }: FoundModel, width: number): FoundHook['steps'] | null {
  const embedding = parts.embeddings.find((one) => one !== null)
  return embedding ? [{ kind: 'rows', like: embedding.lookup.outputs[0]!, width }] : null
}

/** By a few different tokens in the first block, before which little is computed: no stack's blocks differ in this. */
async function seesNothingAfter({ file, model, shapes }: FoundInFile, given?: GivenInputs): Promise<boolean | null> {
  const { taps, hooks, inputs, beside } = model
  const names = taps?.blocks.map((_, layer) => `${taps.at}.${layer}.attn.hook_pattern`) ?? []
  const pattern = hooks.find(({ name }) => names.includes(name))
  if (!pattern) return null
  const steps = pattern.steps.flatMap((one) => ('like' in one ? [one.like] : []))
  const alone = neededAlone(file, [pattern.value, ...steps], beside)
  const read = new Set(alone.file.model.graph!.input.map(({ name }) => name))
  const rows = Math.min(...model.parts.embeddings.map((one) => one?.rows ?? 100), 30_000)
  const tokenIds = Array.from({ length: shapes.batch.at(-1)! }, (_, row) =>
    Array.from({ length: shapes.length.at(-1)! }, (_, at) => (5 + 19 * at + 3 * row) % rows),
  )
  const needed = new Map([...(given ?? [])].filter(([name]) => read.has(name)))
  const asked = { inputs: inputs.filter(({ name }) => read.has(name)), hooks: [pattern], beside: alone.beside }
  const { tensors } = await runTapped(alone.file, asked, { tokenIds }, needed)
  return isTriangle(tensors.get(pattern.name)!)
}

/** [batch, head, query, key] */
function isTriangle({ data, shape }: FloatTensor): boolean {
  const [, , queries, keys] = shape as [number, number, number, number]
  return data.every((weight, at) => weight === 0 || (at % keys) - (keys - queries) <= Math.floor(at / keys) % queries)
}
