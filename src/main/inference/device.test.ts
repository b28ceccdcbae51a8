import { describe, expect, it } from 'vitest'
import { chooseDevice } from './device'

describe('a device', () => {
  it('asked for as the CPU is the CPU, without a reason', async () => {
    expect(await chooseDevice('cpu')).toEqual({ wish: 'cpu', device: 'cpu', reasons: [] })
  })

  it('chosen by itself is one that ran, with a reason for each that was tried before', async () => {
    const choice = await chooseDevice('auto')
    const before = ['cuda', 'webgpu', 'cpu'].indexOf(choice.device)
    expect(choice.reasons).toHaveLength(before)
    for (const reason of choice.reasons) expect(reason).toMatch(/^(CUDA GPU|WebGPU device): .+\.$/)
  })

  it('that does not come up gives way to the CPU and says why', async () => {
    const choice = await chooseDevice('cuda')
    if (choice.device === 'cuda') expect(choice.reasons).toEqual([])
    else expect(choice).toMatchObject({ wish: 'cuda', device: 'cpu', reasons: [expect.stringMatching(/^CUDA GPU: /)] })
  })
})
