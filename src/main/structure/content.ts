import type { Graph } from './graph'
import type { Op } from './op'
import { Work } from './work'

/**
 * Values that carry what a token's embedding became, as against weights, masks, positions and sizes. They begin at the rows that
 * token ids take from a table, or at inputs that are such values themselves, and pass through everything but sizes.
 */
export class Content {
  readonly graph: Graph
  readonly work: Work
  readonly #values: Set<string>

  constructor(graph: Graph, seeds: Iterable<string>) {
    this.graph = graph
    this.work = new Work(graph.file)
    this.#values = new Set(seeds)
    for (const op of graph.ops) {
      if (op.type === 'Shape' || op.type === 'Size') continue
      if (op.inputs.some((value) => this.#values.has(value))) for (const value of op.outputs) this.#values.add(value)
    }
  }

  has(value: string): boolean {
    return this.#values.has(value)
  }

  /** Content that a node reads, each once. */
  read(op: Op): string[] {
    this.work.take(op.inputs.length + 1)
    return [...new Set(op.inputs)].filter((value) => this.#values.has(value))
  }

  /** Who reads a value for what it holds, and not for its size. */
  readers(value: string): Op[] {
    const consumers = this.graph.consumers(value)
    this.work.take(consumers.length + 1)
    return consumers.filter(({ type }) => type !== 'Shape' && type !== 'Size')
  }

  /** Whether `value` is made of `source`; looks no further back than where that arises. */
  feeds(source: string, value: string): boolean {
    if (source === value) return true
    const from = this.graph.at(source)
    const seen = new Set([value])
    const left = [value]
    for (let next = left.pop(); next !== undefined; next = left.pop()) {
      const op = this.graph.producer(next)
      if (!op || op.index <= from) continue
      for (const input of this.read(op)) {
        if (input === source) return true
        if (!seen.has(input)) {
          seen.add(input)
          left.push(input)
        }
      }
    }
    return false
  }
}
