import type { Tensor } from 'onnxruntime-node'
import type { EmittedGraph } from '../graph'
import { type Feeds, openSession, type Session } from './session'

/** Small graphs beside an ONNX file, each opened when it is first asked for. On the CPU, as the file itself is run. */
export class FileSessions {
  readonly #open = new Map<string, { graph: EmittedGraph; session: Session }>()
  readonly #most: number

  /** Those used least lately are closed beyond `most`. */
  constructor(most = 16) {
    this.#most = most
  }

  /** Runs the graph of this name, by names of what comes out. */
  async run(name: string, emit: () => EmittedGraph, feeds: Feeds): Promise<ReadonlyMap<string, Tensor>> {
    const { graph, session } = await this.#opened(name, emit)
    const results = await session.run(feeds, [...new Set(graph.outputs.values())])
    return new Map([...graph.outputs].map(([wanted, output]) => [wanted, results[output]!]))
  }

  async release(): Promise<void> {
    for (const { session } of this.#open.values()) await session.release()
    this.#open.clear()
  }

  async #opened(name: string, emit: () => EmittedGraph) {
    const known = this.#open.get(name)
    const graph = known?.graph ?? emit()
    const opened = known ?? { graph, session: await openSession(graph, { device: 'cpu', prepack: false }) }
    this.#open.delete(name)
    this.#open.set(name, opened)
    const [oldest] = this.#open
    if (this.#open.size > this.#most && oldest) {
      this.#open.delete(oldest[0])
      await oldest[1].session.release()
    }
    return opened
  }
}
