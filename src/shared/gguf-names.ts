/** A GGUF model by the names of its files: one, or those that it was split into. */
export interface GgufNames {
  /** Those that are there, in their order. */
  readonly files: readonly string[]
  /** How many there should be. */
  readonly count: number
}

/** `name-00001-of-00003.gguf`, as llama.cpp's gguf-split writes them. */
export const ggufShardName = /^(.*)-(\d{5})-of-(\d{5})\.gguf$/i

/** What lies beside some models: parts that turn pictures into embeddings, and importance matrices. */
const beside = /mmproj|imatrix/i

/**
 * The GGUF models among files, by their names alone, sorted. What lies beside a model counts only where nothing else is there, so
 * that the file itself can say what it is.
 */
export function ggufModels(names: Iterable<string>): GgufNames[] {
  const all = [...names].filter((name) => /\.gguf$/i.test(name)).sort()
  const own = all.filter((name) => !beside.test(name))
  const models = new Map<string, { files: string[]; count: number }>()
  for (const name of own.length > 0 ? own : all) {
    const [, base, , total] = ggufShardName.exec(name) ?? []
    const key = base === undefined ? name : `${base} of ${total}`
    const model = models.get(key)
    if (model) model.files.push(name)
    else models.set(key, { files: [name], count: Number(total ?? 1) })
  }
  return [...models.values()]
}
