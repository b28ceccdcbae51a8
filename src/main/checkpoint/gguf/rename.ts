import { Fault } from '../../../shared/fault'
import type { StoredTensor } from '../checkpoint'
import * as limits from '../limits'
import type { NameRule } from './architecture'
import { shown } from './shown'

/** Read beside the config, and no weights. */
const tables = /^rope_(freqs|factors_long|factors_short)\.weight$/

/**
 * The tensors under transformers' names. One that the rules leave out keeps its own, unless it lies in a layer: what is left out
 * there would make every number wrong.
 */
export function renamed(
  tensors: Iterable<StoredTensor>,
  rules: readonly NameRule[],
  { architecture, path }: { readonly architecture: string; readonly path: string },
): Map<string, StoredTensor> {
  const byName = new Map(rules.map((rule) => [rule.from, rule]))
  const named = new Map<string, StoredTensor>()
  const fault = (message: string, name: string, remedy: string) =>
    Fault.input(message, { file: path, place: `tensor ${shown(name)}`, remedy })
  for (const tensor of tensors) {
    const { name } = tensor
    if (tables.test(name)) continue
    const [, layer, module = name, part = ''] = /^(?:blk\.(\d+)\.)?(.+?)(\.weight|\.bias)?$/.exec(name) ?? []
    const rule = byName.get(layer === undefined ? module : `blk.#.${module}`)
    if (rule === undefined && layer !== undefined) {
      throw fault(
        `The layers hold a weight that the architecture ${architecture} does not compute with`,
        name,
        'It is a variant of the architecture that does not open yet.',
      )
    }
    const to = rule ? rule.to.replace('#', layer ?? '') + part : name
    const parts = rule?.each ? (tensor.shape[0] ?? 1) : 1
    if (parts > limits.partsOfLayer) {
      const message = `The tensor is said to hold ${parts} parts of a layer, where at most ${limits.partsOfLayer} make sense`
      throw fault(message, name, 'Fetch the file again.')
    }
    for (const [newName, each] of rule?.each ? rowsOf(tensor, to) : [[to, tensor] as const]) {
      if (named.has(newName)) throw fault('Two tensors stand for the same weight', name, 'Fetch the file again.')
      named.set(newName, { ...each, name: newName, ...(rule?.lies && { lies: rule.lies }) })
    }
    if (named.size > limits.tensorsInModel) {
      throw fault(`The model has more than ${limits.tensorsInModel} weights`, name, 'Fetch the file again.')
    }
  }
  return named
}

/** Each row of a tensor's first axis as a tensor, numbered at `@`. Rows hold whole blocks, so they can be told apart. */
function rowsOf(tensor: StoredTensor, to: string): (readonly [string, StoredTensor])[] {
  const [count = 1, ...shape] = tensor.shape
  const length = tensor.length / count
  return Array.from({ length: count }, (_, index) => [
    to.replace('@', String(index)),
    { ...tensor, shape, offset: tensor.offset + index * length, length },
  ])
}
