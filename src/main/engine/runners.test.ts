import { beforeEach, describe, expect, it, vi } from 'vitest'
import { Fault } from '../../shared/fault'
import type { DeviceChoice, DeviceName, DeviceWish } from '../../shared/model-info'
import { chooseDevice, openRunner } from '../inference'
import type { WeightCache } from '../weights'
import type { OpenedModel } from './opened-model'
import { createRunners } from './runners'
import { createQueue } from './serial-queue'

vi.mock('../inference', () => ({ chooseDevice: vi.fn(), openRunner: vi.fn() }))

const modelOf = (fingerprint: string, parameters = 1000) =>
  ({ info: { fingerprint, path: '/m', parameters }, origin: { kind: 'weights' } }) as OpenedModel
const model = modelOf('a')
const opened: { device: DeviceName; released: boolean; warmed: number }[] = []

const place = { weights: () => ({}) as WeightCache, balance: async () => {} }

beforeEach(() => {
  opened.length = 0
  vi.mocked(chooseDevice).mockImplementation(
    async (wish: DeviceWish): Promise<DeviceChoice> => ({
      wish,
      device: wish === 'cpu' ? 'cpu' : 'webgpu',
      reasons: [],
    }),
  )
  vi.mocked(openRunner).mockImplementation(async (_checkpoint, _architecture, device) => {
    const own = { device, released: false, warmed: 0 }
    opened.push(own)
    return {
      device,
      warm: async () => {
        own.warmed++
        return true
      },
      release: async () => {
        own.released = true
      },
    } as never
  })
})

const outOfMemory = () =>
  Fault.environment('There is not enough memory on the WebGPU device for this run', { details: 'OOM' })

describe('a runner', () => {
  it('is opened once for a model and a device, and let go for another', async () => {
    const runners = createRunners(createQueue(), place)
    for (const used of [model, model, modelOf('b')]) await runners.use(used, 'cpu', {}, async () => {})
    expect(opened.map(({ released }) => released)).toEqual([true, false])
    await runners.close()
    expect(opened.map(({ released }) => released)).toEqual([true, true])
  })

  it('on a GPU that fails gives way to the CPU, which says why, and auto does not try that GPU again', async () => {
    const runners = createRunners(createQueue(), place)
    const work = vi.fn(async (_: unknown, choice: DeviceChoice) => {
      if (choice.device === 'webgpu') throw outOfMemory()
      return choice
    })
    const choice = await runners.use(model, 'auto', {}, work)
    expect(choice).toMatchObject({ device: 'cpu', reasons: [expect.stringContaining('not enough memory')] })
    expect(await runners.use(model, 'auto', {}, work)).toMatchObject({ device: 'cpu' })
    expect(work).toHaveBeenCalledTimes(3)
  })

  it('on a GPU that was asked for by name fails where it fails', async () => {
    const runners = createRunners(createQueue(), place)
    const failing = runners.use(model, 'webgpu', {}, async () => {
      throw outOfMemory()
    })
    await expect(failing).rejects.toMatchObject({ data: { kind: 'environment' } })
    expect(opened).toHaveLength(1)
  })

  it('does not do work again that failed for a reason of its own', async () => {
    const runners = createRunners(createQueue(), place)
    const work = vi.fn(async () => {
      throw Fault.input('The prompt is empty')
    })
    await expect(runners.use(model, 'auto', {}, work)).rejects.toThrow('empty')
    expect(work).toHaveBeenCalledTimes(1)
  })
})

describe('packing', () => {
  it('waits for a second run and for a quiet moment', async () => {
    vi.useFakeTimers()
    const runners = createRunners(createQueue(), place)
    const run = () => runners.use(model, 'cpu', {}, async () => runners.computed(model))
    await run()
    await vi.advanceTimersByTimeAsync(5000)
    expect(opened[0]!.warmed).toBe(0)
    await run()
    await vi.advanceTimersByTimeAsync(1500)
    // A look at another token computes nothing and holds the engine all the same.
    await runners.use(model, 'cpu', {}, async () => {})
    await vi.advanceTimersByTimeAsync(1500)
    expect(opened[0]!.warmed).toBe(0)
    await vi.advanceTimersByTimeAsync(1000)
    expect(opened[0]!.warmed).toBe(1)
    vi.useRealTimers()
  })

  it('is left for models that memory should not hold twice', async () => {
    vi.useFakeTimers()
    const large = modelOf('large', 2 ** 31)
    const runners = createRunners(createQueue(), place)
    for (let run = 0; run < 3; run++) await runners.use(large, 'cpu', {}, async () => runners.computed(large))
    await vi.advanceTimersByTimeAsync(10_000)
    expect(opened[0]!.warmed).toBe(0)
    vi.useRealTimers()
  })
})
