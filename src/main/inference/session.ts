import { InferenceSession, Tensor } from 'onnxruntime-node'
import { Fault } from '../../shared/fault'
import type { DeviceName } from '../../shared/model-info'
import { type EmittedGraph, probeGraphs } from '../graph'

export type Feeds = Readonly<Record<string, Tensor>>

/** A graph that can be run. Opening, running and releasing block the thread: ONNX Runtime's own way. */
export interface Session {
  /** The outputs named, each in memory of its own. */
  run(feeds: Feeds, outputs: readonly string[]): Promise<Readonly<Record<string, Tensor>>>
  release(): Promise<void>
}

export interface SessionOptions {
  readonly device: DeviceName
  /**
   * Whether weights are copied once into the layout that the matrix products like best. Runs of short prompts are then about
   * twice as fast, opening takes many times as long, and the weights are in memory a second time.
   */
  readonly prepack: boolean
  /** Whether ONNX Runtime may rewrite the graph; where it may not, added outputs change no number. */
  readonly optimise?: 'disabled' | 'basic' | 'all'
}

/**
 * Opens a graph that ONNX Runtime is not to rewrite, so that added outputs change no number. Some F16 files fail unless it may
 * rewrite a little (1.30 finds the types of its own casts wrong); `exact` says whether it did without.
 */
export async function openUnchanged(graph: EmittedGraph): Promise<Session & { readonly exact: boolean }> {
  const options = { device: 'cpu', prepack: false } as const
  try {
    return { ...(await openSession(graph, { ...options, optimise: 'disabled' })), exact: true }
  } catch (error) {
    const session = await openSession(graph, { ...options, optimise: 'basic' }).catch(() => {
      throw error
    })
    return { ...session, exact: false }
  }
}

/** Opens a graph whose weights lie in their own files, on one device. An `environment` fault where the device refuses. */
export async function openSession(
  graph: EmittedGraph,
  { device, prepack, optimise = 'all' }: SessionOptions,
): Promise<Session> {
  const executionProviders = await providersFor(graph, device)
  const session = await guarded(device, () =>
    InferenceSession.create(graph.model, {
      executionProviders,
      graphOptimizationLevel: optimise,
      // Its warnings are about nodes that it places on the CPU; failures come as errors, and are not printed as well.
      logSeverityLevel: 4,
      extra: {
        session: {
          model_external_initializers_file_folder_path: graph.folder,
          disable_prepacking: prepack ? '0' : '1',
          // Threads that wait for more work by spinning would burn a core after each run.
          intra_op: { spin_duration_us: '1000' },
        },
        // What could be folded comes from weights, and folding copies them: a cast one to twice its size, and W_E twice over
        // to learn the lengths of its rows (measured on GPT-2 small: 150 MB kept, 330 MB for a moment, half a second).
        optimization: { disable_specified_optimizers: 'ConstantFolding' },
      },
    }),
  )
  return {
    run: (feeds, outputs) => guarded(device, () => session.run(feeds, outputs)) as Promise<Record<string, Tensor>>,
    release: () => session.release(),
  }
}

async function providersFor(
  graph: EmittedGraph,
  device: DeviceName,
): Promise<InferenceSession.ExecutionProviderConfig[]> {
  if (device === 'cpu') return ['cpu']
  if (device === 'cuda') return ['cuda', 'cpu']
  const halves = graph.halfNodes.length === 0 || (await computesInHalf()) ? [] : graph.halfNodes
  const onCpu = [...new Set([...graph.rowNodes, ...halves])]
  // An empty list is refused as an option without a value.
  return [onCpu.length === 0 ? 'webgpu' : { name: 'webgpu', forceCpuNodeNames: onCpu }, 'cpu']
}

let half: Promise<boolean> | undefined

/** Whether the WebGPU device has `shader-f16`, found out once. Where it has not, F16 weights are cast on the CPU. */
function computesInHalf(): Promise<boolean> {
  half ??= runs(probeGraphs.half(), ['webgpu'])
    .then(() => true)
    .catch(() => false)
  return half
}

/** Runs a probe on exactly the providers named; rejects with ONNX Runtime's own error where they cannot. */
export async function runs(probe: EmittedGraph, executionProviders: string[]): Promise<void> {
  // Silent: what it would print is the answer that is asked for.
  const session = await InferenceSession.create(probe.model, { executionProviders, logSeverityLevel: 4 })
  try {
    const x = Float32Array.of(1, -2.5)
    const [output] = probe.outputs.values()
    const y = (await session.run({ x: new Tensor('float32', x, [2]) }))[output!]!.data as Float32Array
    if (y[0] !== x[0] || y[1] !== x[1]) throw new Error(`It computed ${y.join(', ')} where ${x.join(', ')} was due`)
  } finally {
    await session.release()
  }
}

async function guarded<T>(device: DeviceName, work: () => Promise<T>): Promise<T> {
  try {
    return await work()
  } catch (error) {
    throw runtimeFault(error, device)
  }
}

/** What ONNX Runtime said as a fault that says what to do about it. */
export function runtimeFault(error: unknown, device: DeviceName): Fault {
  const details = error instanceof Error ? error.message : String(error)
  const fault = (message: string, remedy: string) =>
    new Fault({ kind: 'environment', message, remedy, details }, { cause: error })
  if (/bad_alloc|out of memory|failed to allocate|buffer size|OutOfMemory/i.test(details)) {
    const remedy =
      device === 'cpu' ? 'Shorten the prompt, or open a smaller model.' : 'Run on the CPU, or shorten the prompt.'
    return fault(`There is not enough memory on the ${deviceTitles[device]} for this run`, remedy)
  }
  if (/external (data|initializer)|No such file|cannot open|GetFileLength/i.test(details)) {
    return fault(
      'The model’s weights can no longer be read',
      'Open the model again; its files were moved, changed or cut short.',
    )
  }
  const remedy =
    device === 'cpu' ? 'Copy the details into a report.' : 'Run on the CPU, and copy the details into a report.'
  return fault(`ONNX Runtime failed on the ${deviceTitles[device]}`, remedy)
}

export const deviceTitles: Readonly<Record<DeviceName, string>> = {
  cpu: 'CPU',
  cuda: 'CUDA GPU',
  webgpu: 'WebGPU device',
}
