import type { Tensor } from 'onnxruntime-node'
import type { DeviceName } from '../../shared/model-info'
import type { EmittedGraph } from '../graph'
import { type Feeds, openSession, type Session } from './session'

/** A graph and the session that runs it. */
export interface Opened {
  readonly graph: EmittedGraph
  readonly session: Session
}

/** By names of what comes out. Of `feeds` it takes what it reads. */
export async function runNamed({ graph, session }: Opened, feeds: Feeds): Promise<ReadonlyMap<string, Tensor>> {
  const read = Object.fromEntries(graph.inputs.map((input) => [input, feeds[input]!]))
  const results = await session.run(read, [...new Set(graph.outputs.values())])
  return new Map([...graph.outputs].map(([wanted, output]) => [wanted, results[output]!]))
}

/** Opens a small graph, runs it and closes it: by names of what comes out. */
export async function runOnce(
  graph: EmittedGraph,
  device: DeviceName,
  feeds: Feeds,
): Promise<ReadonlyMap<string, Tensor>> {
  const session = await openSession(graph, { device, prepack: false })
  try {
    return await runNamed({ graph, session }, feeds)
  } finally {
    await session.release()
  }
}
