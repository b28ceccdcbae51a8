import type { AnatomyPart } from '../../shared/anatomy'

/** Sums by stack, layer and kind, in the order in which they were found. */
export function sumParts(parts: readonly AnatomyPart[]): AnatomyPart[] {
  const sums = new Map<string, AnatomyPart>()
  for (const { kind, stack, layer, parameters, bytes } of parts) {
    const key = `${stack} ${layer} ${kind}`
    const sum = sums.get(key) ?? { kind, stack, layer, parameters: 0, bytes: 0 }
    sum.parameters += parameters
    sum.bytes += bytes
    sums.set(key, sum)
  }
  return [...sums.values()]
}
