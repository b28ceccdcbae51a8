import type { StoredTensor } from '../checkpoint'
import type { WeightsOrigin } from './opened-model'

export interface SameNames {
  /** In the order of their names, numbers in them by size; `name` is as the first model has it. */
  readonly pairs: readonly { readonly name: string; readonly own: StoredTensor; readonly reference: StoredTensor }[]
  readonly alone: [own: string[], reference: string[]]
}

/**
 * The tensors of two models that have one name, whatever stands before the names of all (`transformer.h.0…` and `h.0…`), and
 * whether norms are called as in TensorFlow.
 */
export function sameNames(model: WeightsOrigin, other: WeightsOrigin): SameNames {
  const [plain, plainOfOther] = plainNames(model, other)
  const theirs = new Map([...other.checkpoint.tensors].map(([name, tensor]) => [plainOfOther(name), { name, tensor }]))
  const pairs: { name: string; own: StoredTensor; reference: StoredTensor }[] = []
  const alone: string[] = []
  for (const [name, own] of model.checkpoint.tensors) {
    const found = theirs.get(plain(name))
    if (found) pairs.push({ name, own, reference: found.tensor })
    else alone.push(name)
    theirs.delete(plain(name))
  }
  const left = [...theirs.values()].map(({ name }) => name)
  return {
    pairs: pairs.sort((a, b) => order(a.name, b.name)),
    alone: [alone.sort(order), left.sort(order)],
  }
}

const { compare: order } = new Intl.Collator('en', { numeric: true })

/** What takes each model's prefix off a name: found by what they call the embedding, whose name they share the end of. */
function plainNames(model: WeightsOrigin, other: WeightsOrigin) {
  const [a, b] = [model, other].map(({ architecture }) => architecture.embed.table.name.split('.')) as [
    string[],
    string[],
  ]
  let shared = 0
  while (shared < Math.min(a.length, b.length) && a.at(-1 - shared) === b.at(-1 - shared)) shared++
  return [a, b].map((parts) => {
    // `weight` alone is every tensor's end: the two are of families that call things otherwise.
    const prefix = shared < 2 ? [] : parts.slice(0, parts.length - shared)
    const before = prefix.map((part) => `${part}.`).join('')
    return (name: string) =>
      (name.startsWith(before) ? name.slice(before.length) : name)
        .replace(/\.gamma$/, '.weight')
        .replace(/\.beta$/, '.bias')
  }) as [(name: string) => string, (name: string) => string]
}
