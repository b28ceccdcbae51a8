import { elementCount, type FloatTensor, floatTensor } from '../../shared/tensor'
import { fileGraphs } from '../graph'
import type { FoundInFile } from './find-in-file'
import { runOnce } from './run-once'
import { asFloats, floats } from './tensors'

/**
 * What attentions add, made of their heads' z [batch, pos, head, d_head], by what their hook points begin with: through the output
 * weights, biases, scales and the norm of what is added, by the file's own nodes, whatever the weights are stored as. By the hook
 * point, [batch, pos, d_model]; left out are those between which and z no such map was found.
 */
export async function attentionOutputs(
  { file, model: { beside, parts, hooks } }: Pick<FoundInFile, 'file' | 'model'>,
  mixed: ReadonlyMap<string, FloatTensor>,
  /** Called before each. */
  step: () => Promise<void>,
): Promise<ReadonlyMap<string, FloatTensor>> {
  const made = new Map<string, FloatTensor>()
  for (const [at, z] of mixed) {
    const hook = at.replace(/\.(attn|cross_attn)$/, '.hook_$1_out')
    const writes = parts.writes.get(at)
    const added = hooks.find(({ name }) => name === hook)?.value
    if (!writes || added === undefined) continue
    const norm = [...parts.norms.values()].find(({ from, to }) => from === writes.to && to === added)
    if (added !== writes.to && !norm) continue
    await step()
    const [batch, pos] = z.shape as [number, number]
    const rows = floatTensor(z.data, [batch * pos, elementCount(z.shape.slice(2))])
    const graph = fileGraphs.map({ file, beside }, writes, ...(norm ? [norm] : []))
    const results = await runOnce(graph, 'cpu', { vectors: floats(rows) })
    const { data, shape } = asFloats(results.get('rows')!)
    made.set(hook, floatTensor(data, [batch, pos, shape.at(-1)!]))
  }
  return made
}
