import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest'
import { EngineSupervisor, forkEngine } from '../../src/main/hosts/engine-process'
import { buildStubEngine } from './build-stub-engine'

let script: string
beforeAll(async () => {
  script = await buildStubEngine()
})
afterAll(() => rm(join(script, '..'), { recursive: true }))

function lives(pid: number): boolean {
  try {
    process.kill(pid, 0)
    return true
  } catch {
    return false
  }
}

describe('the engine as a child process', () => {
  it('ends by itself when its host is killed', async () => {
    const host = `
      const child = require('node:child_process').fork(${JSON.stringify(script)},
        ['--data', ${JSON.stringify(tmpdir())}, '--version', '1'], { serialization: 'advanced' })
      child.on('message', (message) => message.type === 'ready' && console.log(child.pid))
    `
    const parent = spawn(process.execPath, ['-e', host], { stdio: ['ignore', 'pipe', 'inherit'] })
    const [line] = await once(parent.stdout.setEncoding('utf8'), 'data')
    const pid = Number(line)
    expect(lives(pid)).toBe(true)
    parent.kill('SIGKILL')
    await vi.waitFor(() => expect(lives(pid)).toBe(false), 5000)
  })

  it('that is not there at all ends in a fault, not in an exception', async () => {
    const spawnMissing = () =>
      forkEngine({ script: '/nowhere/engine.js', dataFolder: '/tmp', version: '1', onOutput: () => {} })
    const supervisor = new EngineSupervisor({ spawn: spawnMissing, backOffMs: 1, maxCrashes: 2 })
    await expect(supervisor.start()).rejects.toMatchObject({
      data: { kind: 'environment', details: expect.stringContaining('/nowhere/engine.js') },
    })
  })
})
