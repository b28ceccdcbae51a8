import { Fault } from '../../shared/fault'
import type { DeviceChoice, DeviceName, DeviceWish } from '../../shared/model-info'
import { chooseDevice, FileRunner, openRunner, type Runner } from '../inference'
import type { OpenedModel } from './opened-model'
import type { RunOptions } from './run-options'
import type { Queue } from './serial-queue'
import type { StorePlace } from './store-place'

/** A model of more parameters is not packed: its weights, 1 GiB as F32, would be in memory twice. */
const packedAtMost = 1 << 28

/** Ready to run, by a family's graph over the weights or by the file's own. */
async function openedRunner(
  { origin, shape }: OpenedModel,
  device: DeviceName,
  options: Parameters<typeof openRunner>[3],
): Promise<Runner> {
  if (origin.kind === 'graph') return new FileRunner(origin.read, shape)
  return openRunner(origin.checkpoint, origin.architecture, device, options)
}

/** How long nobody must have asked for anything before the engine does something for later, in milliseconds. */
const idleMs = 2000

/** Keeps the one model that is in use ready to run. */
export interface Runners {
  /**
   * Works with a model on the device that a wish comes to. Where `auto` chose a GPU that then fails, the work is done again on
   * the CPU, and the choice says why.
   */
  use<T>(
    model: OpenedModel,
    wish: DeviceWish,
    options: RunOptions,
    work: (runner: Runner, choice: DeviceChoice) => Promise<T>,
  ): Promise<T>
  /** Says that a run was computed: after two, the weights are packed as soon as nobody asks for anything. */
  computed(model: OpenedModel): void
  close(): Promise<void>
}

export function createRunners(queue: Queue, place: Pick<StorePlace, 'weights' | 'balance'>): Runners {
  let current: { key: string; runner: Runner; runs: number } | null = null
  let timer: NodeJS.Timeout | undefined
  /** GPUs that failed in a run, and why: `auto` passes them over from then on. */
  const failed = new Map<DeviceName, string>()

  const runnerFor = async (model: OpenedModel, device: DeviceName, options: RunOptions): Promise<Runner> => {
    const key = `${device} ${model.info.fingerprint} ${model.info.path}`
    if (current?.key === key) return current.runner
    await current?.runner.release()
    current = null
    const cache = place.weights()
    const runner = await openedRunner(model, device, { ...options, cache })
    await place.balance()
    current = { key, runner, runs: 0 }
    return current.runner
  }

  const choose = async ({ origin }: OpenedModel, wish: DeviceWish): Promise<DeviceChoice> => {
    if (origin.kind === 'graph') {
      return { wish, device: 'cpu', reasons: wish === 'cpu' ? [] : ['An ONNX file is run as it stands, on the CPU.'] }
    }
    const choice = await chooseDevice(wish)
    const reason = wish === 'auto' ? failed.get(choice.device) : undefined
    return reason === undefined ? choice : { wish, device: 'cpu', reasons: [...choice.reasons, reason] }
  }

  /** Begins to wait for a quiet moment; each use begins anew. */
  const packSoon = () => {
    if (current === null || current.runs < 2) return
    const { runner } = current
    clearTimeout(timer)
    timer = setTimeout(() => {
      // It only makes later runs faster; what fails here shows in them.
      queue(async () => void (current?.runner === runner && (await runner.warm()))).catch(() => {})
    }, idleMs)
    timer.unref()
  }

  return {
    async use(model, wish, options, work) {
      clearTimeout(timer)
      const choice = await choose(model, wish)
      try {
        return await work(await runnerFor(model, choice.device, options), choice)
      } catch (error) {
        const gpuFailed = wish === 'auto' && choice.device !== 'cpu'
        if (!gpuFailed || !(error instanceof Fault) || error.data.kind !== 'environment') throw error
        failed.set(choice.device, `${error.data.message}: ${error.data.details ?? 'no details'}`)
        const onCpu = await choose(model, wish)
        return await work(await runnerFor(model, 'cpu', options), onCpu)
      } finally {
        packSoon()
      }
    },
    computed(model) {
      if (current !== null && model.info.parameters <= packedAtMost) current.runs++
    },
    async close() {
      clearTimeout(timer)
      await current?.runner.release()
      current = null
    },
  }
}
