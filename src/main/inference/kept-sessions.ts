import type { Tensor } from 'onnxruntime-node'
import type { DeviceName } from '../../shared/model-info'
import type { EmittedGraph } from '../graph'
import { type Opened, runNamed } from './run-once'
import { type Feeds, openSession } from './session'

/** Small graphs beside a model, each opened when it is first asked for, unpacked: packing would hold its weights once more. */
export class KeptSessions {
  readonly #open = new Map<string, Opened>()
  readonly #device: DeviceName
  readonly #most: number

  /** Those used least lately are closed beyond `most`. */
  constructor(device: DeviceName, most = Number.POSITIVE_INFINITY) {
    this.#device = device
    this.#most = most
  }

  /** Runs the graph of this name, by names of what comes out. Of `feeds` it takes what it reads. */
  async run(name: string, emit: () => EmittedGraph, feeds: Feeds): Promise<ReadonlyMap<string, Tensor>> {
    return runNamed(await this.#opened(name, emit), feeds)
  }

  async release(): Promise<void> {
    for (const { session } of this.#open.values()) await session.release()
    this.#open.clear()
  }

  async #opened(name: string, emit: () => EmittedGraph): Promise<Opened> {
    const known = this.#open.get(name)
    const graph = known?.graph ?? emit()
    const opened = known ?? { graph, session: await openSession(graph, { device: this.#device, prepack: false }) }
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
